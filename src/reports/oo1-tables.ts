import { addDays } from '../model/dates.ts';
import { academicYearOf } from '../model/period.ts';
import type { DaysAsked } from '../store/read/reports/asked-classes.ts';
import { readMovements } from '../store/read/reports/movements.ts';
import {
  type AgeCount,
  type ClassCount,
  readAges,
  readClassCounts,
  readStaffCounts,
} from '../store/read/reports/oo1.ts';
import { readTelling } from '../store/read/reports/telling.ts';
import { cell, gapOf, missingCell, told } from './cells.ts';
import { groupedBy, total } from './grouping.ts';
import { ageMonthDay, type Oo1Table, smallClass } from './oo1-sections.ts';
import type { ReportGround } from './request.ts';
import { askedDrill, withSum } from './sum-row.ts';
import type { Cell, Column, Row } from './table.ts';
import { untoldByAll } from './untold.ts';

/** A table of the form: columns and rows, without its number and name. */
export interface Oo1Body {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

const column = (key: string, title: string): Column => ({ key, title, kind: 'integer', width: 12 });
const named = (title: string): Column => ({ key: 'name', title, kind: 'text', width: 36 });

const rowOf = (key: string, cells: readonly Cell[]): Row => ({ key, kind: 'row', cells });

/** What nobody tells. It stands in the form so that it is filled by hand and not forgotten. */
const unknown = (titles: readonly string[], reason: string): Oo1Body => ({
  columns: [named('Показатель'), column('value', 'Значение')],
  rows: titles.map((title) => rowOf(title, [cell(title), missingCell(reason)])),
});

const NOBODY = 'ни один источник этого не передаёт';

const sourcesOf = (items: readonly { readonly source: string }[]): readonly string[] => [
  ...new Set(items.map(({ source }) => source)),
];

/** Rows are of students: a number of classes, and one of students of an age or a shift, has none of its own. */
const studentsOn = (asked: DaysAsked) =>
  ({ of: 'students', ...askedDrill(asked), from: asked.to, to: asked.to }) as const;

function classesTable(ground: ReportGround, asked: DaysAsked, classes: readonly ClassCount[]): Oo1Body {
  const columns = [
    named('Год обучения'),
    column('classes', 'Классов'),
    column('students', 'Учащихся'),
    column('girls', 'из них девочек'),
  ];
  const rows = [...groupedBy(classes, ({ grade }) => grade)].map(([grade, own]) => {
    const drill = { ...studentsOn(asked), which: grade === null ? 'level:none' : `grade:${grade}` };
    const girls = total(own, (one) => one.girls);
    const gap = gapOf(ground, sourcesOf(own), 'student.sex');
    return rowOf(String(grade ?? 'none'), [
      cell(grade === null ? 'не указан' : `${grade} класс`),
      cell(own.length),
      cell(
        total(own, ({ students }) => students),
        drill,
      ),
      told(girls, gap, { ...drill, value: 'female' }),
    ]);
  });
  return { columns, rows: withSum(rows, columns, asked) };
}

function modeTable(ground: ReportGround, asked: DaysAsked, classes: readonly ClassCount[]): Oo1Body {
  const columns = [named('Смена'), column('classes', 'Классов'), column('students', 'Учащихся')];
  const rows = [...groupedBy(classes, ({ shift }) => shift)]
    .sort(([left], [right]) => (left ?? 9) - (right ?? 9))
    .map(([shift, own]) => {
      const gap = shift === null ? gapOf(ground, sourcesOf(own), 'class.shift') : null;
      const name = shift === null ? (gap === null ? 'не указана' : `не указана (${gap})`) : `${shift} смена`;
      const students = total(own, (one) => one.students);
      return rowOf(String(shift ?? 'none'), [cell(name), cell(own.length), cell(students)]);
    });
  return { columns, rows: withSum(rows, columns, asked) };
}

function sizesTable(classes: readonly ClassCount[]): Oo1Body {
  const below = (size: number): Cell => cell(classes.filter(({ students }) => students < size).length);
  const { town, village } = smallClass;
  return {
    columns: [named('Показатель'), column('value', 'Классов')],
    rows: [
      rowOf('all', [cell('Всего классов'), cell(classes.length)]),
      rowOf('town', [cell(`Меньше ${town} учащихся (для города)`), below(town)]),
      rowOf('village', [cell(`Меньше ${village} учащихся (для села)`), below(village)]),
    ],
  };
}

const LEVELS = ['1-4', '5-9', '10-11'] as const;

function agesTable(ground: ReportGround, asked: DaysAsked, counts: readonly AgeCount[]): Oo1Body {
  const columns = [
    named('Полных лет'),
    column('students', 'Всего'),
    column('girls', 'из них девочек'),
    ...LEVELS.map((level) => column(`level_${level}`, `${level} классы`)),
  ];
  const noAge = gapOf(ground, sourcesOf(counts), 'student.birthDate');
  if (noAge !== null) return unknown(['Учащиеся по возрасту'], noAge);
  const noSex = gapOf(ground, sourcesOf(counts), 'student.sex');
  const sum = (some: readonly AgeCount[]): number => total(some, ({ students }) => students);
  const rows = [...groupedBy(counts, ({ age }) => age)].map(([age, own]) => {
    return rowOf(String(age ?? 'none'), [
      cell(age === null ? 'дата рождения не указана' : String(age)),
      cell(sum(own)),
      told(sum(own.filter(({ sex }) => sex === 'female')), noSex),
      ...LEVELS.map((level) => cell(sum(own.filter((one) => one.level === level)))),
    ]);
  });
  return { columns, rows: withSum(rows, columns, asked) };
}

/** The academic year before the last day's. */
function yearBefore(asked: DaysAsked): DaysAsked {
  const year = academicYearOf(asked.to);
  return { ...asked, from: `${year - 1}-08-01`, to: addDays(`${year}-08-01`, -1) };
}

const MOVES = [
  ['arrival', 'Прибыло'],
  ['departure', 'Выбыло'],
  ['expulsion', 'Отчислено'],
] as const;

async function movementTable(
  ground: ReportGround,
  asked: DaysAsked,
  kinds: readonly (readonly [string, string])[],
) {
  const past = yearBefore(asked);
  const gap = untoldByAll(ground, await readTelling(ground.database, past, 'movement'), 'movement');
  const moves = await readMovements(ground.database, past);
  const noYear = (await readClassCounts(ground.database, past)).length === 0;
  const reason = gap ?? (noYear ? 'прошлый учебный год не прочитан' : null);
  const drill = { of: 'movements', ...askedDrill(asked), from: past.from, to: past.to } as const;
  return {
    columns: [named('Показатель'), column('value', 'Учащихся')],
    rows: kinds.map(([kind, title]) => {
      const value = moves.filter((move) => move.kind === kind).length;
      return rowOf(kind, [cell(title), told(value, reason, { ...drill, which: kind })]);
    }),
  };
}

async function staffTable(ground: ReportGround, asked: DaysAsked): Promise<Oo1Body> {
  const columns = [named('Должность'), column('people', 'Человек')];
  const rows = (await readStaffCounts(ground.database, asked)).map(({ position, people }) =>
    rowOf(position ?? 'none', [cell(position ?? 'не указана'), cell(people)]),
  );
  return { columns, rows: withSum(rows, columns, asked) };
}

/** Makes a table of the form; only counts, no names. */
export async function oo1Table(ground: ReportGround, asked: DaysAsked, table: Oo1Table): Promise<Oo1Body> {
  const { database } = ground;
  switch (table) {
    case 'mode':
      return modeTable(ground, asked, await readClassCounts(database, asked));
    case 'classes':
      return classesTable(ground, asked, await readClassCounts(database, asked));
    case 'class_sizes':
      return sizesTable(await readClassCounts(database, asked));
    case 'ages': {
      const day = `${academicYearOf(asked.to) + 1}-${ageMonthDay}`;
      return agesTable(ground, asked, await readAges(database, asked, day));
    }
    case 'movement': {
      const body = await movementTable(ground, asked, MOVES);
      return { ...body, rows: [...body.rows, ...unknown(['Оставлено на повторное обучение'], NOBODY).rows] };
    }
    case 'graduates':
      return movementTable(ground, asked, [['graduation', 'Выпущено']]);
    case 'staff':
      return staffTable(ground, asked);
    case 'special_classes':
      return unknown(['Классов', 'Учащихся'], NOBODY);
    case 'form_of_study':
      return unknown(['Очная', 'Очно-заочная', 'Заочная', 'Семейное образование'], NOBODY);
    case 'languages':
      return unknown(['Обучаются на русском языке', 'Изучают родной язык'], NOBODY);
    case 'categories':
      return unknown(['Иностранные граждане', 'Дети-инвалиды'], 'такие сведения в журналах не собираются');
    case 'staff_background':
      return unknown(['Высшее образование', 'Стаж до 3 лет', 'Моложе 35 лет'], NOBODY);
  }
}
