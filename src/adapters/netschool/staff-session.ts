import type { AdapterContext, AdapterSession, ProbeReport, PullEvent, PullRequest } from '../contract.ts';
import type { Range } from '../days.ts';
import { covered, records, rejected } from '../events.ts';
import { inOrder } from '../in-order.ts';
import type { Client } from './client.ts';
import { findMoved, formerRooms } from './former-classes.ts';
import { type Opened, openAccount } from './open-account.ts';
import { ReportDesk } from './reports/desk.ts';
import { rangeWithin, readBase, type SchoolBase, yearRow } from './school-base.ts';
import type { ClassRoom, SchoolBook } from './school-book.ts';
import type { Settings } from './settings.ts';
import {
  byNumber,
  classRow,
  type Rows,
  readBells,
  readBreaks,
  readClasses,
  readRooms,
  readStaff,
  readSubjects,
  readTerms,
  staffRow,
} from './staff-base.ts';
import { pullClass } from './staff-class.ts';
import { readStudent, type StudentReader } from './staff-student.ts';

/** So many students between two checkpoints. */
const STUDENTS_A_BATCH = 5;
/** Progress is counted in hundredths of a class: how many students there are is known only inside. */
const CLASS = 100;

interface Position {
  /** The class that is begun or done; empty before the first. */
  readonly classId: string;
  /** Its last student that is done; empty for none. */
  readonly studentId: string;
  /** Whether the class is done as a whole. */
  readonly isDone: boolean;
}

const START: Position = { classId: '', studentId: '', isDone: true };

const cursorOf = ({ classId, studentId, isDone }: Position): string =>
  isDone ? `${classId}/*` : `${classId}/${studentId}`;

function readCursor(cursor: string): Position {
  const [classId = '', studentId = '*'] = cursor.split('/');
  return studentId === '*' ? { classId, studentId: '', isDone: true } : { classId, studentId, isDone: false };
}

interface ReadBook {
  readonly book: SchoolBook;
  readonly events: readonly PullEvent[];
}

type Entity = 'term' | 'schoolBreak' | 'bellPeriod' | 'staff' | 'subject' | 'class';

/** A whole list of the school: complete, unless some of its rows could not be read. */
function* whole<N extends Entity>(entity: N, { rows, rejects }: Rows<N>): Generator<PullEvent> {
  yield* rejected(rejects);
  yield* records(entity, rows);
  if (rejects.length === 0) yield covered(entity);
}

async function readBook(client: Client, base: SchoolBase): Promise<ReadBook> {
  const terms = await readTerms(client, base);
  const { classes, rejects } = await readClasses(client);
  const breaks = await readBreaks(client, base, classes[0]?.id);
  const bells = await readBells(client);
  const listed = await readStaff(client);
  const known = new Set(listed?.rows.map(({ key }) => key));
  const chiefs = new Map(
    classes.flatMap(({ chiefs: all, place }) => all.map((chief) => [chief.id, { ...chief, place }] as const)),
  );
  const unlisted = [...chiefs.values()].filter(({ id }) => !known.has(id));
  const subjects = await readSubjects(client);
  const chiefRows = unlisted.map((chief) => staffRow(chief, `${chief.place}.chiefs`));
  const events: PullEvent[] = [
    ...records('academicYear', [yearRow(base)]),
    ...whole('term', terms),
    ...whole('schoolBreak', breaks),
    ...whole('bellPeriod', bells),
    // Without the list of employees, or beside it, people come from classes and groups: never «all of them».
    ...rejected(listed?.rejects ?? []),
    ...records('staff', [...(listed?.rows ?? []), ...chiefRows]),
    ...rejected(subjects.rejects),
    ...records('subject', subjects.rows),
    ...whole('class', { rows: classes.map((one) => classRow(one, base)), rejects }),
    ...rejected(base.rejects),
    ...records('workType', base.workTypeRows),
    ...(base.rejects.length === 0 ? [covered('workType')] : []),
  ];
  const book: SchoolBook = {
    base,
    classes,
    bells: bells.bells,
    rooms: await readRooms(client),
    terms: new Map(terms.rows.map(({ key, data }) => [data.name, key])),
    staff: new Set([...known, ...chiefs.keys()]),
    subjects: new Set(subjects.rows.map(({ key }) => key)),
  };
  return { book, events };
}

/** One account of an employee: the whole school, class by class. */
export class StaffSession implements AdapterSession {
  readonly #settings: Settings;
  readonly #context: AdapterContext;
  #opened: Opened | null = null;

  constructor(settings: Settings, context: AdapterContext) {
    this.#settings = settings;
    this.#context = context;
  }

  async open(): Promise<void> {
    const [account] = this.#settings.accounts;
    if (!account) throw new Error('the settings were not checked');
    this.#opened = await openAccount(this.#settings, account, this.#context);
  }

  async probe(): Promise<ProbeReport> {
    const { client, schoolName } = this.#account();
    const base = await readBase(client);
    return {
      version: client.traits.version,
      schoolName,
      timeZone: this.#settings.timeZone,
      yearStart: base.startDay,
      yearEnd: base.endDay,
      students: null,
    };
  }

  async *pull(request: PullRequest): AsyncGenerator<PullEvent> {
    const { client } = this.#account();
    const base = await readBase(client);
    const { book, events } = await readBook(client, base);
    const total = book.classes.length * CLASS;
    if (request.after === null) {
      yield* events;
      yield { kind: 'checkpoint', cursor: cursorOf(START), done: 0, total };
    }
    const range = rangeWithin(base, request);
    if (range) yield* this.#pullClasses(client, book, range, readCursor(request.after ?? cursorOf(START)));
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    await opened?.leave();
  }

  #account(): Opened {
    if (this.#opened) return this.#opened;
    throw new Error('the session is closed');
  }

  async *#pullClasses(
    client: Client,
    book: SchoolBook,
    range: Range,
    begin: Position,
  ): AsyncGenerator<PullEvent> {
    const desk = new ReportDesk(client, book.base.yearId);
    try {
      const filters = await desk.filters('studenttotal');
      const hasTermFilter = filters.some(({ filterId }) => filterId.toUpperCase() === 'TERMID');
      const moved = await findMoved(client, desk, book);
      const reader: StudentReader = {
        client,
        desk,
        book,
        range,
        hasTermFilter,
        formerRooms: formerRooms(client, book, range, moved),
        totalRefused: false,
      };
      for (const [index, one] of book.classes.entries()) {
        const order = begin.classId === '' ? 1 : byNumber(one.id, begin.classId);
        if (order < 0 || (order === 0 && begin.isDone)) continue;
        yield* pullOne(reader, index, order === 0 ? begin.studentId : null);
      }
    } finally {
      await desk.close();
    }
  }
}

/** A class that was begun is asked again for what its students need, but not told again. */
async function* pullOne(
  reader: StudentReader,
  index: number,
  after: string | null,
): AsyncGenerator<PullEvent> {
  const { book, client, range } = reader;
  const one = book.classes[index];
  if (!one) return;
  const total = book.classes.length * CLASS;
  const told = pullClass(client, book, one, range);
  let next = await told.next();
  for (; !next.done; next = await told.next()) if (after === null) yield next.value;
  const room: ClassRoom = next.value;
  const begun = { classId: one.id, studentId: '', isDone: false };
  if (after === null) yield { kind: 'checkpoint', cursor: cursorOf(begun), done: index * CLASS, total };
  const left = room.students.filter(({ id }) => after === null || after === '' || byNumber(id, after) > 0);
  yield* pullStudents(reader, room, left, index);
  const done = { classId: one.id, studentId: '', isDone: true };
  yield { kind: 'checkpoint', cursor: cursorOf(done), done: (index + 1) * CLASS, total };
}

async function* pullStudents(
  reader: StudentReader,
  room: ClassRoom,
  left: readonly ClassRoom['students'][number][],
  index: number,
): AsyncGenerator<PullEvent> {
  const total = reader.book.classes.length * CLASS;
  const before = room.students.length - left.length;
  const batches = inOrder(left, reader.client.settings.concurrency, async (student) => ({
    student,
    events: await readStudent(reader, room, student),
  }));
  let count = 0;
  for await (const { student, events } of batches) {
    yield* events;
    count += 1;
    // After the last student comes the class's own checkpoint.
    if (count % STUDENTS_A_BATCH !== 0 || count === left.length) continue;
    const cursor = cursorOf({ classId: room.schoolClass.id, studentId: student.id, isDone: false });
    const share = Math.floor((CLASS * (before + count)) / room.students.length);
    yield { kind: 'checkpoint', cursor, done: index * CLASS + share, total };
  }
}
