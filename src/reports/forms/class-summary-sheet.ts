import { type PeriodKind, parseTermKey, periodKinds, termKeyText } from '../../model/period.ts';
import { ok } from '../../model/result.ts';
import {
  readSheetTerms,
  readStudentMissed,
  type SheetMark,
  type SheetTerm,
} from '../../store/read/reports/summary-sheet.ts';
import { readClassFigures } from '../../store/rollup/read.ts';
import type { ClassFigures } from '../../store/rollup/types.ts';
import { cell, gapOf, told } from '../cells.ts';
import { drillPeriod, figuresAsked } from '../figures.ts';
import type { ReportForm } from '../form.ts';
import { groupedBy } from '../grouping.ts';
import { missedCells, missedColumns } from '../missed.ts';
import type { ReportGround, ReportRequest } from '../request.ts';
import type { Cell, Column, Row, Section } from '../table.ts';

const ROMAN = ['', 'I', 'II', 'III', 'IV'];
const KINDS: Readonly<Record<SheetTerm['kind'], string>> = {
  term: '',
  year: 'год',
  exam: 'экз.',
  final: 'итог',
};

const titleOf = ({ kind, period }: SheetTerm): string =>
  kind === 'term' ? (ROMAN[parseTermKey(period)?.ordinal ?? 0] ?? '') : KINDS[kind];

/** Every period of an academic year: a class has those of its own kind. */
const keysOf = (year: number): readonly string[] =>
  periodKinds.flatMap((kind: PeriodKind) =>
    [0, 1, 2, 3, 4].map((ordinal) => termKeyText({ year, kind, ordinal })),
  );

/** The terms up to the one asked for; of a year all, with the marks for the year. */
function termsShown(all: readonly SheetTerm[], { period }: ReportRequest, { to }: ClassFigures) {
  const isYear = period.kind === 'term' && period.term.kind === 'year';
  return isYear ? all : all.filter((term) => term.kind === 'term' && term.to <= to);
}

const COUNCIL: Column = { key: 'council', title: 'Решение педсовета', kind: 'text', width: 22 };

interface Subject {
  readonly id: string;
  readonly name: string;
}

function subjectsOf(terms: readonly SheetTerm[]): readonly Subject[] {
  const names = new Map(terms.flatMap(({ marks }) => marks.map((mark) => [mark.subjectId, mark.subject])));
  return [...names]
    .map(([id, name]) => ({ id, name }))
    .sort((left, right) => left.name.localeCompare(right.name, 'ru'));
}

const columnsOf = (subjects: readonly Subject[], terms: readonly SheetTerm[]): readonly Column[] => [
  { key: 'number', title: '№', kind: 'integer', width: 4 },
  { key: 'student', title: 'Фамилия, имя, отчество', kind: 'text', width: 32 },
  ...subjects.flatMap(({ name }) =>
    terms.map(
      (term): Column => ({
        key: `${name}/${term.period}/${term.kind}`,
        title: titleOf(term),
        group: name,
        kind: 'text',
        width: 5,
      }),
    ),
  ),
  ...missedColumns,
  COUNCIL,
];

/** A mark that is a number is one in a spreadsheet, too. */
const markValue = (text: string): string | number => (/^[1-9]\d*$/.test(text) ? Number(text) : text);

function markCells(
  ground: ReportGround,
  one: ClassFigures,
  subjects: readonly Subject[],
  terms: readonly (SheetTerm & { readonly byPlace: ReadonlyMap<string, SheetMark> })[],
  studentId: string,
): readonly Cell[] {
  const gap = gapOf(ground, [one.source], 'termMark');
  const { schoolId, classId } = one;
  return subjects.flatMap((subject) =>
    terms.map((term) => {
      const mark = term.byPlace.get(`${studentId} ${subject.id}`);
      const where = { schoolId, classId, subjectId: subject.id, studentId, term: term.period };
      return told(mark ? markValue(mark.value) : null, gap, mark && { of: 'term_marks', ...where });
    }),
  );
}

async function sectionOf(ground: ReportGround, request: ReportRequest, one: ClassFigures): Promise<Section> {
  const { schoolId, classId, className, source } = one;
  const asked = { ...figuresAsked(ground, request), classIds: [classId] };
  const year = request.period.kind === 'term' ? request.period.term.year : 0;
  const terms = termsShown(await readSheetTerms(ground.database, asked, keysOf(year)), request, one);
  const students = await readStudentMissed(ground.database, asked);
  const subjects = subjectsOf(terms);
  const placed = terms.map((term) => ({
    ...term,
    byPlace: new Map(term.marks.map((mark) => [`${mark.studentId} ${mark.subjectId}`, mark])),
  }));
  const rows = students.map((student, index): Row => {
    const drill = { schoolId, classId, studentId: student.studentId, ...drillPeriod(request.period) };
    return {
      key: student.studentId,
      kind: 'row',
      cells: [
        cell(index + 1),
        cell(student.name),
        ...markCells(ground, one, subjects, placed, student.studentId),
        ...missedCells(ground, [source], student, drill, !ground.seesIllness),
        cell(null),
      ],
    };
  });
  const title = `${className} класс`;
  return { key: className, title, columns: columnsOf(subjects, terms), rows, empty: 'В классе никого нет.' };
}

async function* sectionsOf(
  ground: ReportGround,
  request: ReportRequest,
  classes: readonly ClassFigures[],
): AsyncIterable<Section> {
  if (classes.length === 0) {
    const columns = columnsOf([], []);
    yield { key: 'none', title: null, columns, rows: [], empty: 'За этот период нет ни одного класса.' };
  }
  // A class of two kinds of terms that end together stands once.
  for (const [one] of groupedBy(classes, ({ classId }) => classId).values())
    if (one) yield await sectionOf(ground, request, one);
}

/** Сводная ведомость учёта успеваемости: school-domain §5; podolsk-12, приложение. */
export const classSummarySheet: ReportForm = {
  id: 'class-summary-sheet',
  title: 'Сводная ведомость учёта успеваемости',
  about:
    'Отметки каждого ученика класса по предметам и периодам, год, экзамен, итог; пропуски; решение педсовета.',
  scopes: ['school', 'class'],
  period: 'terms',
  compares: false,
  namesStudents: true,
  async build(ground, request) {
    const classes = await readClassFigures(ground.database, figuresAsked(ground, request));
    return ok({
      sections: sectionsOf(ground, request, classes),
      notes: [
        'Учащиеся — на последний день периода. Пропуски — за выбранный период, до дня последнего чтения журнала.',
        'Решение педсовета с датой и № протокола вписывается при подписании: в журнале его нет.',
      ],
      signatures: ['Классный руководитель', 'Заместитель директора', 'Директор'],
    });
  },
};
