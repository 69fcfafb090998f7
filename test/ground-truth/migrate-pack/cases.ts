import { describe, expect, it } from 'vitest';
import type { TruthStudent } from '../../../sandbox/school-year/types.ts';
import { packFiles } from '../../../src/adapters/exchange-pack/layout.ts';
import type { EntityName } from '../../../src/model/entities.ts';
import type { Store } from '../../../src/store/open.ts';
import type { Reconciliation } from '../../../src/sync/migrate/reconcile/types.ts';
import { expectedOf } from '../expected.ts';
import { expectedFacts, lessonName, packFacts, packLessons, truthLessons } from './pack-facts.ts';
import { countRows, type Source } from './packing.ts';
import { csvLines, fileNames, isoDay, sheetLines, wholeText } from './read-pack.ts';

/** A journal that was moved into a pack, for whoever looks at what came of it. */
export interface Moved {
  readonly store: Store;
  readonly source: Source;
  readonly folder: string;
  readonly found: Reconciliation;
}

/** What is read whole, with nothing outside the days that are moved. */
const COUNTED: readonly EntityName[] = [
  'student',
  'class',
  'staff',
  'subjectGroup',
  'groupMembership',
  'lesson',
  'homework',
  'assessment',
  'mark',
  'attendance',
  'termMark',
];

const nameOf = ({ lastName, firstName, middleName }: Source['moved'][number]): string =>
  [lastName, firstName, middleName].join(' ');

/** Pairs of one full name that have been in one class. */
export const namesakes = ({ students }: Source['year']): readonly (readonly [TruthStudent, TruthStudent])[] =>
  students.flatMap((one) =>
    students
      .filter(
        (other) =>
          other.id > one.id &&
          nameOf(other) === nameOf(one) &&
          other.enrolments.some(({ classId }) => one.enrolments.some((own) => own.classId === classId)),
      )
      .map((other) => [one, other] as const),
  );

function studentCases(moved: () => Moved): void {
  it('has every mark, absence and mark for a term of those who consent, and no other', () => {
    const { source, folder } = moved();
    const expected = expectedFacts(source, source.moved);
    expect(expected.marks.length).toBeGreaterThan(1_000);
    expect(expected.termMarks.some((line) => / П1 /.test(line))).toBe(true);
    expect(packFacts(folder)).toEqual(expected);
  });

  it('has every student who consents, by name and class, namesakes with what is their own', () => {
    const { source, folder } = moved();
    const { year, to } = source;
    const expected = source.moved.map((student) => {
      const last = student.enrolments.findLast(({ from }) => from <= to);
      const className = year.classes.find(({ id }) => id === last?.classId)?.name;
      return `${source.idOf(student)} ${nameOf(student)} ${last?.to === null ? className : '-'}`;
    });
    const found = csvLines(folder, 'students').map((line) => {
      const isThere = line['класс'] !== '';
      const names = [line['фамилия'], line['имя'], line['отчество']].join(' ');
      return `${line['№ личного дела']} ${names} ${isThere ? line['класс'] : '-'}`;
    });
    expect(found.sort()).toEqual(expected.sort());
  });

  it('tells namesakes of one class apart', () => {
    const { source, folder } = moved();
    const pairs = namesakes(source.year);
    expect(pairs.length).toBeGreaterThan(0);
    const found = packFacts(folder).marks;
    const marksOf = (student: Source['moved'][number]) =>
      found.flatMap((line) =>
        line.startsWith(source.idOf(student)) ? [line.slice(source.idOf(student).length)] : [],
      );
    for (const [one, other] of pairs) {
      expect(source.idOf(one)).not.toBe(source.idOf(other));
      expect(marksOf(one)).not.toEqual(marksOf(other));
    }
  });

  it('has what those have who came, left and changed class', () => {
    const { source, folder } = moved();
    const found = packFacts(folder).marks;
    const movers = source.year.movements.map(({ studentId, kind }) => ({
      kind,
      student: source.moved.find(({ id }) => id === studentId),
    }));
    expect(movers.filter(({ student }) => student).map(({ kind }) => kind)).toContain('transfer');
    for (const { student } of movers) {
      if (!student) continue;
      const own = (lines: readonly string[]) => lines.filter((line) => line.startsWith(source.idOf(student)));
      expect(own(found)).toEqual(own(expectedFacts(source, [student]).marks));
    }
  });

  it('says nothing of those who do not consent, in any file', async () => {
    const { source, folder } = moved();
    const text = await wholeText(folder);
    const shared = new Set(source.moved.map(nameOf));
    expect(source.held.length).toBeGreaterThan(0);
    for (const student of source.held) {
      expect(text).not.toContain(source.idOf(student));
      if (!shared.has(nameOf(student))) expect(text).not.toContain(nameOf(student));
      const alone = !source.moved.some(({ lastName }) => lastName === student.lastName);
      if (alone) expect(text).not.toMatch(new RegExp(`${student.lastName}[\\t ]${student.firstName}`));
    }
  });
}

function classCases(moved: () => Moved): void {
  it('has every class', () => {
    const { source, folder } = moved();
    const found = csvLines(folder, 'classes').map((line) => `${line['класс']} ${line['параллель']}`);
    expect(found.sort()).toEqual(source.year.classes.map(({ name, grade }) => `${name} ${grade}`).sort());
  });

  it('has every lesson under its class, and apart for each part of a class that is split', () => {
    const { source, folder } = moved();
    const lessons = truthLessons(source).map((record) => lessonName(source, record));
    expect(lessons.some((name) => name.endsWith('/2'))).toBe(true);
    const found = packLessons(folder);
    expect(lessons.filter((name) => !found.has(name))).toEqual([]);
  });

  it('has the members of each part of a class that is split', () => {
    const { source, folder } = moved();
    const { year, to } = source;
    const ids = new Set(source.moved.map(source.idOf));
    const expected = year.groups.flatMap(({ id, classId, subjectId, part }) => {
      if (part === null) return [];
      const className = year.classes.find((one) => one.id === classId)?.name;
      const subject = year.subjects.find((one) => one.id === subjectId)?.name;
      const members = year.membersOn(id, to).filter((student) => ids.has(source.idOf(student)));
      return members.map((student) => `${className} ${subject} ${subject}/${part} ${source.idOf(student)}`);
    });
    const found = csvLines(folder, 'groups')
      .filter((line) => /\/\d$/.test(line['группа'] ?? ''))
      .map((line) => [line['класс'], line['предмет'], line['группа'], line['№ личного дела']].join(' '));
    expect(expected.length).toBeGreaterThan(0);
    expect([...new Set(found)].sort()).toEqual(expected.sort());
  });

  it('has quarters and half-years with their days', () => {
    const { source, folder } = moved();
    const terms = csvLines(folder, 'periods').filter((line) => /^[ЧП]\d$/.test(line['код'] ?? ''));
    const expected = source.year.terms
      .filter(({ startDay }) => startDay <= source.to)
      .map(({ kind, ordinal }) => `${kind === 'quarter' ? 'Ч' : 'П'}${ordinal}`);
    expect(terms.map((line) => line['код'] ?? '')).toEqual(expect.arrayContaining(expected));
    for (const { kind, ordinal, startDay, endDay } of source.year.terms) {
      const line = terms.find((one) => one['код'] === `${kind === 'quarter' ? 'Ч' : 'П'}${ordinal}`);
      if (line) expect([isoDay(line['начало']), isoDay(line['конец'])]).toEqual([startDay, endDay]);
    }
  });
}

function ledgerCases(moved: () => Moved): void {
  it('has 23 files that say the same as CSV and as workbooks', async () => {
    const { folder } = moved();
    expect([...fileNames(folder)].sort()).toEqual(packFiles.map(({ name }) => name).sort());
    for (const name of fileNames(folder)) {
      const sheet = (await sheetLines(folder, name)).map((line) => JSON.stringify(line));
      const filled = csvLines(folder, name).map((line) => JSON.stringify(line));
      expect([name, ...sheet]).toEqual([name, ...filled]);
    }
  });

  it('leaves nothing unaccounted for: what arrived, changed, is held and left adds up to the journal', async () => {
    const { store, source, found } = moved();
    for (const [entity, { source: rows, arrived, changed, held, left }] of Object.entries(found.entities)) {
      expect([entity, arrived + changed + held + left]).toEqual([entity, rows]);
    }
    for (const entity of COUNTED) {
      const rows = found.entities[entity]?.source ?? 0;
      expect([entity, rows]).toEqual([entity, await countRows(store, source, entity)]);
    }
    expect(found.differences).toEqual([]);
    const all = expectedFacts(source, [...source.moved, ...source.held]);
    expect(found.entities['mark']?.source).toBe(all.marks.length);
    expect(found.entities['attendance']?.source).toBe(all.attendance.length);
    expect(found.entities['termMark']?.source).toBe(all.termMarks.length);
    expect(found.entities['student']?.held).toBe(source.held.length);
  });

  it('counts an absence by illness as changed, and names no illness', () => {
    const { source, folder, found } = moved();
    const { year, wording, from, to, asOf } = source;
    const ill = source.moved.flatMap((student) =>
      expectedOf({ year, wording, student, from, to, asOf }).attendance.filter((line) =>
        line.endsWith(' sick'),
      ),
    );
    expect(ill.length).toBeGreaterThan(0);
    expect(found.entities['attendance']?.changed).toBe(ill.length);
    const reasons = csvLines(folder, 'attendance').map((line) => line['причина']);
    expect(reasons).toContain('уважительная');
    expect(reasons).not.toContain('болезнь');
  });
}

/** What holds of every pack, whatever journal it was made of. */
export function packCases(moved: () => Moved): void {
  describe('students', () => studentCases(moved));
  describe('classes and lessons', () => classCases(moved));
  describe('the ledger', () => ledgerCases(moved));
}

/** Where the journal tells homework and topics of lessons, each stands at its lesson. */
export function homeworkCases(moved: () => Moved, tellsAllTopics: boolean): void {
  it('has every homework at its lesson', () => {
    const { source, folder } = moved();
    const found = packLessons(folder);
    const lessons = truthLessons(source);
    expect(lessons.filter(({ homework }) => homework !== null).length).toBeGreaterThan(50);
    const said = lessons.map((record) => {
      const name = lessonName(source, record);
      return `${name}: ${found.get(name)?.['домашнее задание']}`;
    });
    expect(said).toEqual(
      lessons.map((record) => `${lessonName(source, record)}: ${record.homework?.text ?? ''}`),
    );
  });

  it('counts homework with files as changed: the files are not handed over', () => {
    const { source, found } = moved();
    const withFiles = truthLessons(source).filter(({ homework }) => homework?.files.length);
    expect(withFiles.length).toBeGreaterThan(0);
    expect(found.entities['homework']).toMatchObject({ changed: withFiles.length, left: 0 });
  });

  it('has the topic of a lesson wherever the journal tells it', () => {
    const { source, folder } = moved();
    const found = packLessons(folder);
    for (const record of truthLessons(source)) {
      const entered = (record.topicEnteredAt ?? '9999') <= source.asOf;
      const topic = found.get(lessonName(source, record))?.['тема'];
      if (tellsAllTopics) expect(topic).toBe(entered ? record.topic : '');
      else expect([record.topic, '']).toContain(topic);
    }
  });
}
