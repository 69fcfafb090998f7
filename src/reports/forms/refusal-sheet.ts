import { ok } from '../../model/result.ts';
import {
  type RefusedStudent,
  type RefusedSubject,
  readRefused,
  type SheetMark,
} from '../../store/read/reports/refused.ts';
import { allOf, cell, gapOf, missingCell, told } from '../cells.ts';
import { drillPeriod, figuresAsked } from '../figures.ts';
import type { ReportForm } from '../form.ts';
import { ratio, weightedMean } from '../formulas.ts';
import { total } from '../grouping.ts';
import type { ReportGround, ReportRequest } from '../request.ts';
import type { Cell, Column, Row, Section } from '../table.ts';
import { dayText } from '../words.ts';

const COLUMNS: readonly Column[] = [
  { key: 'subject', title: 'Предмет', kind: 'text', width: 26 },
  { key: 'lessons', title: 'Уроков', kind: 'integer', width: 8 },
  { key: 'marks', title: 'Отметки: дата, вид работы', kind: 'text', width: 60 },
  { key: 'mean', title: 'Средний балл', kind: 'decimal', width: 9 },
  { key: 'weightedMean', title: 'Средневзвешенный', kind: 'decimal', width: 10 },
  { key: 'missed', title: 'Пропущено уроков', kind: 'integer', width: 10 },
  { key: 'late', title: 'Опозданий', kind: 'integer', width: 10 },
];

/** «5 (12.09, контрольная работа)» */
const markText = ({ value, day, work }: SheetMark): string =>
  `${value} (${[dayText(day).slice(0, 5), work?.toLowerCase()].filter(Boolean).join(', ')})`;

/** Each number counts once. */
const meanOf = (marks: readonly SheetMark[]): number | null => {
  const numbers = marks.flatMap((mark) => mark.numbers);
  return ratio(
    total(numbers, (number) => number),
    numbers.length,
  );
};

const weightedOf = (marks: readonly SheetMark[]): number | null =>
  weightedMean(
    marks.flatMap(({ numbers, weight }) => numbers.map((mark) => ({ mark, weight: weight ?? 1 }))),
  );

const NO_WEIGHTS = 'источник не передаёт веса работ';

function weightedCell(gap: string | null, marks: readonly SheetMark[], of: Cell['drill']): Cell {
  if (gap !== null) return missingCell(gap);
  const numbered = marks.filter(({ numbers }) => numbers.length > 0);
  if (numbered.length > 0 && numbered.every(({ weight }) => weight === null)) return missingCell(NO_WEIGHTS);
  return cell(weightedOf(marks), of);
}

function rowOf(
  ground: ReportGround,
  request: ReportRequest,
  student: RefusedStudent,
  one: RefusedSubject,
): Row {
  const { schoolId, classId, studentId, source } = student;
  const gap = (...things: readonly string[]) => gapOf(ground, [source], ...things);
  const place = { schoolId, classId, subjectId: one.subjectId, studentId, ...drillPeriod(request.period) };
  const marks = { of: 'marks', ...place } as const;
  const away = (value: string) => ({ of: 'attendance', ...place, value }) as const;
  const markGap = gap('mark');
  const text = one.marks.map(markText).join(', ');
  const cells = [
    cell(one.subject),
    told(one.lessons, gap('lesson', 'groupMembership'), { of: 'lessons', ...place }),
    told(text === '' ? null : text, markGap, marks),
    told(meanOf(one.marks), markGap, marks),
    weightedCell(markGap ?? gap('mark.assessmentId'), one.marks, marks),
    told(one.missed, gap('attendance'), away('missed')),
    told(one.late, gap('attendance'), away('late')),
  ];
  return { key: one.subject, kind: 'row', cells };
}

const sectionOf = (ground: ReportGround, request: ReportRequest, student: RefusedStudent): Section => ({
  key: student.studentId,
  title: `${student.name}, ${student.className} класс (отказ с ${dayText(student.since)})`,
  columns: COLUMNS,
  rows: student.subjects.map((one) => rowOf(ground, request, student, one)),
  empty: 'Уроков и отметок за эти дни нет.',
});

/** Сводка для родителей, отказавшихся от электронной формы: podolsk-12, 3.9. */
export const refusalSheet: ReportForm = {
  id: 'refusal-sheet',
  title: 'Сводка для родителей, отказавшихся от электронной формы',
  about:
    'Уроки, отметки, средние, пропуски и опоздания каждого ученика, чья семья отказалась, — за месяц или любые дни.',
  scopes: ['school', 'class'],
  period: 'term',
  compares: false,
  namesStudents: true,
  needs: ['consents.read'],
  async build(ground, request) {
    const students = await readRefused(ground.database, figuresAsked(ground, request));
    const none: Section = {
      key: 'none',
      title: null,
      columns: COLUMNS,
      rows: [],
      empty: 'Отказов от электронной формы на эти дни нет.',
    };
    const sections = students.map((student) => sectionOf(ground, request, student));
    return ok({
      sections: allOf(sections.length > 0 ? sections : [none]),
      notes: [
        'Средний балл — по числам всех отметок, средневзвешенный — по работам с ненулевым весом; «4/5» — два числа. ' +
          'Уроки и пропуски — по день последнего чтения журнала; опоздание — не пропуск.',
      ],
      signatures: ['Классный руководитель', 'Родитель (законный представитель)'],
    });
  },
};
