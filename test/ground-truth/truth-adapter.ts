import { z } from 'zod';
import type { SchoolYear } from '../../sandbox/school-year/types.ts';
import type { Adapter, ModeDeclaration, PullEvent, PullRequest } from '../../src/adapters/contract.ts';
import { type EntityName, entityOf } from '../../src/model/entities.ts';
import { allTermMarks, journal, lessonsBetween, programme, type Stamps, termMarks } from './told-lessons.ts';
import { accounts, consents, movements, people, standing } from './told-school.ts';

const GIVES: readonly EntityName[] = [
  'academicYear',
  'term',
  'schoolBreak',
  'bellPeriod',
  'staff',
  'subject',
  'class',
  'student',
  'guardian',
  'guardianship',
  'subjectGroup',
  'enrolment',
  'groupMembership',
  'movement',
  'curriculumLine',
  'teachingLoad',
  'lessonPlanEntry',
  'workType',
  'lesson',
  'substitution',
  'homework',
  'assessment',
  'mark',
  'attendance',
  'termMark',
  'consent',
  'account',
];

const FULL: ModeDeclaration = {
  mode: 'full',
  title: 'вся правда',
  rank: 90,
  authority: 90,
  gives: GIVES,
  gaps: {},
};

const SILENT: ModeDeclaration = {
  ...FULL,
  mode: 'silent',
  title: 'вся правда, но без времени',
  gaps: {
    'mark.setDay': 'система не сообщает, когда отметка поставлена',
    'mark.changedAt': 'система не сообщает, когда отметку изменили',
  },
};

/** The truth of one school, as of a local moment that a test moves on. */
export interface Teller {
  readonly year: SchoolYear;
  /** `YYYY-MM-DDTHH:MM` */
  moment: string;
}

const settings = z.strictObject({ mode: z.enum(['full', 'silent']) });

/** Everything between two checkpoints, so that whole-school coverage stands beside all the rows it speaks of. */
function* tell(
  teller: Teller,
  stamps: Stamps,
  { from, to }: Pick<PullRequest, 'from' | 'to'>,
  lessons: ReturnType<typeof lessonsBetween>,
  terms: ReturnType<typeof allTermMarks>,
): Generator<PullEvent> {
  const telling = { year: teller.year, moment: teller.moment };
  yield* standing(telling);
  yield* people(telling);
  yield* movements(telling);
  yield* programme(telling);
  yield* journal(telling, lessons, stamps);
  yield* termMarks(telling, terms);
  yield* consents(telling);
  yield* accounts(telling);
  for (const entity of GIVES) {
    const bounds = entityOf(entity).day === null ? { from: null, to: null } : { from, to };
    yield { kind: 'covered', entity, owner: null, ...bounds };
  }
  yield { kind: 'checkpoint', cursor: 'all', done: 1, total: 1 };
}

/** An adapter that tells what the generator knows: the journal without a vendor in between. */
export function truthAdapter(teller: Teller): Adapter<typeof settings> {
  const { year } = teller;
  const end = `${Number(year.startDay.slice(0, 4)) + 1}-08-31`;
  let known: { readonly of: string; readonly lessons: ReturnType<typeof lessonsBetween> } | null = null;
  let terms: ReturnType<typeof allTermMarks> | null = null;
  const lessonsOf = ({ from, to }: PullRequest) => {
    const of = `${from} ${to}`;
    if (known?.of !== of) known = { of, lessons: lessonsBetween(year, from, to) };
    return known.lessons;
  };
  return {
    system: 'truth',
    title: 'Правда',
    settings,
    modes: [FULL, SILENT],
    modeOf: ({ mode }) => (mode === 'full' ? FULL : SILENT),
    open: async ({ mode }, { signal }) => ({
      probe: async () => ({
        version: '1',
        schoolName: year.name,
        timeZone: year.timeZone,
        yearStart: year.startDay,
        yearEnd: end,
        students: year.students.length,
      }),
      async *pull(request) {
        if (request.after !== null || signal.aborted) return;
        terms ??= allTermMarks(year);
        yield* tell(teller, mode, request, lessonsOf(request), terms);
      },
      close: async () => undefined,
    }),
  };
}
