import type { Range } from '../days.ts';
import { unlessForbidden } from './child.ts';
import type { Client } from './client.ts';
import type { ReportDesk } from './reports/desk.ts';

import type { ClassRoom, SchoolBook } from './school-book.ts';
import { pullClass } from './staff-class.ts';

/** Student → the classes whose report form lists the student, for those whom more than one lists. */
export type MovedStudents = ReadonlyMap<string, readonly string[]>;

/** A class's form lists everybody who was in it this year: who stands in two forms has moved. */
export async function findMoved(client: Client, desk: ReportDesk, book: SchoolBook): Promise<MovedStudents> {
  const first = new Map<string, string>();
  const moved = new Map<string, string[]>();
  for (const { id: classId, name } of book.classes) {
    const chosen = { PCLID: { value: classId, text: name } };
    const sources = await unlessForbidden(client, 'initfilters', () =>
      desk.filtersFor('studenttotal', chosen),
    );
    const listed = sources?.find(({ filterId }) => filterId.toUpperCase() === 'SID')?.items ?? [];
    for (const { value: studentId } of listed) {
      const before = first.get(studentId);
      if (before === undefined) first.set(studentId, classId);
      else moved.set(studentId, [...(moved.get(studentId) ?? [before]), classId]);
    }
  }
  return moved;
}

/** A class without telling it: what its former students' reports have to be held against. */
async function lookInto(
  client: Client,
  book: SchoolBook,
  classId: string,
  range: Range,
): Promise<ClassRoom | null> {
  const one = book.classes.find(({ id }) => id === classId);
  if (!one) return null;
  const told = pullClass(client, book, one, range);
  let next = await told.next();
  while (!next.done) next = await told.next();
  return next.value;
}

/** Gives the rooms of a student's other classes; few students have some, so none is kept. */
export const formerRooms =
  (client: Client, book: SchoolBook, range: Range, moved: MovedStudents) =>
  async (studentId: string, classId: string): Promise<readonly ClassRoom[]> => {
    const rooms: ClassRoom[] = [];
    for (const other of moved.get(studentId) ?? []) {
      const room = other === classId ? null : await lookInto(client, book, other, range);
      if (room) rooms.push(room);
    }
    return rooms;
  };
