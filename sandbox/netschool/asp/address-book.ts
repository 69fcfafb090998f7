import type { TruthClass, TruthStudent } from '../../school-year/types.ts';
import { fullName } from '../book.ts';
import { escapeHtml } from '../reports/page.ts';
import type { Route, Visit } from '../route.ts';
import { classAsked } from '../staff.ts';
import { legacy } from './legacy.ts';

function link(
  visit: Visit,
  kind: 'student' | 'guardian',
  person: { id: number; lastName: string; firstName: string; middleName: string },
): string {
  const id = visit.world.ids.user({ school: visit.school, kind, id: person.id });
  const name = escapeHtml(fullName(person));
  return `<a href="#" onclick="AddBk('${id}', '${name}', 1)">${name}</a>`;
}

/** A pupil's link, then the parents': the only place that tells an ordinary account whose parent is whose. */
function familyRow(visit: Visit, student: TruthStudent): string {
  const guardians = student.guardianIds.flatMap((id) => visit.book.guardians.get(id) ?? []);
  const links = guardians.map((guardian) => link(visit, 'guardian', guardian)).join('<br>');
  return `<tr><td>${link(visit, 'student', student)}</td><td>${links}</td></tr>`;
}

function options(visit: Visit, chosen: TruthClass | undefined): string {
  return visit.book.year.classes
    .map((one) => {
      const selected = one.id === chosen?.id ? ' selected' : '';
      return `<option value="${visit.world.ids.class(visit.school, one.id)}"${selected}>${one.name}</option>`;
    })
    .join('');
}

function addressBook(visit: Visit): string {
  const { world, school, book, call } = visit;
  const one = classAsked(visit, call.form.get('classes')) ?? book.year.classes[0];
  const roster = one ? book.year.rosterOn(one.id, world.todayOf(school)) : [];
  const rows = roster.map((student) => familyRow(visit, student)).join('');
  return `<html><body><form><select name="CLASSES">${options(visit, one)}</select></form><table class="table">${rows}</table></body></html>`;
}

export const aspAddressRoutes: readonly Route[] = [legacy('Messages/addrbkleft.asp', addressBook)];
