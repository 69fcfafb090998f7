import { ok } from '../../model/result.ts';
import {
  type KeepingCount,
  type KeepingGround,
  readKeeping,
  readKeepingGround,
} from '../../store/read/reports/keeping.ts';
import { readSubjectFigures, readTeachingFigures } from '../../store/rollup/read.ts';
import type { SubjectFigures, TeachingFigures } from '../../store/rollup/types.ts';
import { daysAsked } from '../asked-days.ts';
import { allOf, cell, gapOf, told } from '../cells.ts';
import type { DrillRef } from '../drill.ts';
import { figuresAsked } from '../figures.ts';
import type { ReportForm } from '../form.ts';
import { percent } from '../formulas.ts';
import { groupedBy, isWide, total } from '../grouping.ts';
import type { ReportGround, ReportRequest } from '../request.ts';
import type { Cell, Column, Row, Section } from '../table.ts';
import {
  bySchool,
  isMarked,
  isOnce,
  markedSum,
  scopeDrill,
  sourcesOf,
  type TeachingSum,
  teacherOf,
  teachingSum,
} from '../teaching.ts';

const number = (key: string, title: string, group: string): Column => ({
  key,
  title,
  group,
  kind: 'integer',
  width: 10,
});

const share = (key: string, title: string): Column => ({
  key,
  title,
  group: 'Учащиеся',
  kind: 'percent',
  width: 10,
});

const columns = (first: string): readonly Column[] => [
  { key: 'name', title: first, kind: 'text', width: 30 },
  number('lessons', 'Дано', 'Уроки'),
  number('filled', 'С темой', 'Уроки'),
  number('withoutTopic', 'Без темы', 'Уроки'),
  number('withoutHomework', 'Без ДЗ', 'Уроки'),
  number('withoutMarks', 'Без отметок', 'Уроки'),
  number('marks', 'Отметок', 'Учащиеся'),
  share('withoutShare', 'Без отметок, %'),
  share('oneShare', 'С одной отметкой, %'),
  number('late', 'Просрочено', 'Записи'),
  number('undecided', 'Срок не проверить', 'Записи'),
  number('open', 'Открыты', 'Замечания'),
  number('mended', 'Устранены', 'Замечания'),
];

/** Whose numbers a row has. */
interface Kept {
  readonly key: string;
  readonly name: string;
  readonly kind: Row['kind'];
  readonly drill: Omit<DrillRef, 'of'>;
  readonly rows: readonly TeachingFigures[];
  /** Whose students and marks: of a sum the subjects, so that nobody is there twice. */
  readonly marked: readonly (SubjectFigures | TeachingFigures)[];
  readonly found: readonly KeepingCount[];
  readonly grounds: readonly KeepingGround[];
  readonly opens?: { readonly scope: string };
}

const NOT_EVALUATED = 'журнал школы не проверяется: она не приняла ни одного акта';
const NOT_DECIDED = 'источник не передаёт, когда сделаны записи';

/** A count of lessons of those whose source tells of it; what the others lack, nobody knows. */
function lackingCell(
  { ground, rows, drill }: { ground: ReportGround; rows: readonly TeachingFigures[]; drill: DrillRef },
  count: (sum: TeachingSum) => number,
  ...things: readonly string[]
): Cell {
  const telling = rows.filter(({ source }) => gapOf(ground, [source], ...things) === null);
  // The rows behind it would have the lessons of the others as well.
  const opens = telling.length === rows.length ? drill : undefined;
  return told(count(teachingSum(telling)), gapOf(ground, sourcesOf(rows), ...things), opens);
}

function lessonCells(ground: ReportGround, { rows, drill }: Kept): readonly Cell[] {
  const of = (which?: string) => ({ of: 'lessons', ...drill, ...(which ? { which } : {}) }) as const;
  const own = (which: string) => ({ ground, rows, drill: of(which) });
  const marked = { ...own('without_marks,marked'), rows: rows.filter(isMarked) };
  const topic = ['lesson', 'lesson.topic'] as const;
  return [
    told(teachingSum(rows).lessons, gapOf(ground, sourcesOf(rows), 'lesson'), of()),
    lackingCell(own('with_topic'), (sum) => sum.lessons - sum.withoutTopic, ...topic),
    lackingCell(own('without_topic'), (sum) => sum.withoutTopic, ...topic),
    lackingCell(own('without_homework'), (sum) => sum.withoutHomework, 'lesson', 'homework'),
    lackingCell(marked, (sum) => sum.withoutMarks, 'lesson', 'mark'),
  ];
}

function studentCells(ground: ReportGround, { marked, rows, drill }: Kept): readonly Cell[] {
  const gap = gapOf(ground, sourcesOf(rows), 'mark');
  const { base, marks, studentsWithout, studentsWithOne } = markedSum(marked.filter(isMarked));
  const who = (value: string): DrillRef => ({ of: 'term_marks', ...drill, value });
  return [
    // Rows have a student and subject once, a teacher of two groups of it may have it twice.
    told(marks, gap, marked === rows && !isOnce(rows) ? undefined : { of: 'marks', ...drill }),
    told(percent(studentsWithout, base), gap, who('without_marks')),
    told(percent(studentsWithOne, base), gap, who('one_mark')),
  ];
}

function findingCells({ found, grounds, drill }: Kept): readonly Cell[] {
  const unchecked = grounds.some(({ evaluated }) => evaluated) ? null : NOT_EVALUATED;
  const undecidable = unchecked ?? (grounds.some(({ decided }) => decided) ? null : NOT_DECIDED);
  const of = (which: string): DrillRef => ({ of: 'findings', ...drill, which });
  const sum = (key: 'late' | 'undecided' | 'open' | 'mended'): number => total(found, (one) => one[key]);
  return [
    told(sum('late'), undecidable, of('late')),
    told(sum('undecided'), unchecked, of('undecided')),
    told(sum('open'), unchecked, of('open')),
    told(sum('mended'), unchecked, of('mended')),
  ];
}

const rowOf = (ground: ReportGround, kept: Kept): Row => ({
  key: kept.key,
  kind: kept.kind,
  cells: [
    cell(kept.name),
    ...lessonCells(ground, kept),
    ...studentCells(ground, kept),
    ...findingCells(kept),
  ],
  ...(kept.opens ? { opens: kept.opens } : {}),
});

/** What the rows of a report are made of. */
interface Read {
  readonly figures: readonly TeachingFigures[];
  readonly subjects: readonly SubjectFigures[];
  readonly found: readonly KeepingCount[];
  readonly grounds: readonly KeepingGround[];
}

const groundsOf = ({ grounds }: Read, rows: readonly TeachingFigures[]): readonly KeepingGround[] => {
  const own = new Set(rows.map(({ classId }) => classId));
  return grounds.filter(({ classId }) => own.has(classId));
};

function teacherRows(request: ReportRequest, read: Read): readonly Kept[] {
  const byTeacher = groupedBy(read.figures, ({ teacherId }) => teacherId);
  const found = groupedBy(read.found, ({ staffId }) => staffId);
  const place = scopeDrill(request);
  const rows = [...byTeacher].map(([teacherId, own]): Kept => {
    const [first] = own;
    const drill = { ...place, teacherId: teacherId ?? 'none' };
    const name = first ? teacherOf(first) : '';
    const grounds = groundsOf(read, own);
    return {
      key: teacherId ?? 'none',
      name,
      kind: 'row',
      drill,
      rows: own,
      marked: own,
      found: found.get(teacherId) ?? [],
      grounds,
    };
  });
  rows.sort((left, right) => left.name.localeCompare(right.name, 'ru'));
  if (rows.length === 0) return rows;
  const { figures, subjects, found: all, grounds } = read;
  const sum = { drill: place, rows: figures, marked: subjects, found: all, grounds } as const;
  return [...rows, { key: 'all', name: 'Всего', kind: 'total', ...sum }];
}

async function schoolRows(
  ground: ReportGround,
  request: ReportRequest,
  read: Read,
): Promise<readonly Kept[]> {
  const found = groupedBy(read.found, ({ schoolId }) => schoolId);
  const subjects = groupedBy(read.subjects, ({ schoolId }) => schoolId);
  const schools = await bySchool(ground, request, read.figures);
  return schools.map((school) => ({
    ...school,
    marked: school.kind === 'total' ? read.subjects : (subjects.get(school.key) ?? []),
    found: school.kind === 'total' ? read.found : (found.get(school.key) ?? []),
    grounds: groundsOf(read, school.rows),
  }));
}

/** Ведение журнала: school-domain §5, «Отчёт о доступе и ведении ЭЖ». */
export const journalKeeping: ReportForm = {
  id: 'journal-keeping',
  title: 'Ведение электронного журнала',
  about:
    'По учителям: уроки без темы, задания, отметок; записи с опозданием; замечания открытые и устранённые.',
  scopes: ['region', 'municipality', 'school', 'class'],
  period: 'term',
  compares: true,
  namesStudents: false,
  async build(ground, request) {
    const days = await daysAsked(ground, request);
    if (!days.ok) return days;
    const figures = figuresAsked(ground, request);
    const read = {
      figures: await readTeachingFigures(ground.database, figures),
      subjects: await readSubjectFigures(ground.database, figures),
      found: await readKeeping(ground.database, days.value),
      grounds: await readKeepingGround(ground.database, days.value),
    };
    const wide = isWide(request.scope);
    const kept = wide ? await schoolRows(ground, request, read) : teacherRows(request, read);
    const section: Section = {
      key: 'keeping',
      title: null,
      columns: columns(wide ? 'Школа' : 'Учитель'),
      rows: kept.map((one) => rowOf(ground, one)),
      empty: 'Уроков за этот период нет.',
    };
    return ok({
      sections: allOf([section]),
      notes: [
        'Уроки — по день последнего чтения журнала, у того, кто их дал; задание — то, которое надо было сделать к уроку. ' +
          'Доли учащихся — от всех, кто учит предмет на последний день периода; в итоге ученик — по разу на предмет, у ' +
          'учителя — по разу на группу. У первых классов отметок нет.',
        'Просрочено — записи, сделанные позже срока по актам школы или не сделанные вовсе; замечания — все ' +
          'нарушения актов за дни периода. Итог включает и те, у которых учитель или класс не назван.',
        'Уроки без темы, задания, отметок сложены в итоге по тем школам, чей журнал о них сообщает.',
        'Последний вход в журнал ни один источник не сообщает.',
      ],
      signatures: ['Администратор журнала', 'Заместитель директора'],
    });
  },
};
