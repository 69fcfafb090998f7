import type { TruthSubject } from '../../school-year/types.ts';
import { subjectId } from '../ids.ts';
import type { World } from '../world.ts';

const AREAS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Русский язык и литература', /русский|литератур/i],
  ['Иностранные языки', /английск|немецк|французск/i],
  ['Математика и информатика', /математ|алгебра|геометр|вероятн|информат/i],
  ['Естественно-научные предметы', /физика|химия|биолог|окружающ/i],
  ['Общественно-научные предметы', /истори|обществ|географ|проект/i],
  ['Искусство', /музыка|изобраз/i],
  ['Технология', /труд|технолог/i],
  ['Физическая культура и основы безопасности', /физическая|безопасн/i],
];

const areaNumber = ({ name }: TruthSubject): number => AREAS.findIndex(([, pattern]) => pattern.test(name));

export const areaOf = (subject: TruthSubject): string => AREAS[areaNumber(subject)]?.[0] ?? 'Прочее';

const subjectOf = (world: World, school: number, id: number): TruthSubject =>
  world.book(school).subjects.get(id) ?? { id, name: '', shortName: '' };

/** As lessons, groups and lists have it. */
export function subject(world: World, school: number, id: number): object {
  const one = subjectOf(world, school, id);
  const vendorId = subjectId({ school, id });
  return {
    id: vendorId,
    id_str: String(vendorId),
    name: one.name,
    knowledgeArea: areaOf(one),
    ...(world.quirks.personForm === 'full' ? { fgosSubjectId: null } : {}),
  };
}

/** As schedules have it: no text of the id. */
export function shortSubject(world: World, school: number, id: number): object {
  const one = subjectOf(world, school, id);
  return { id: subjectId({ school, id }), name: one.name, knowledgeAreaId: areaNumber(one) + 1 };
}
