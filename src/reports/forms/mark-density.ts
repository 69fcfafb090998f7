import { ok } from '../../model/result.ts';
import { readSubjectFigures, readTeachingFigures } from '../../store/rollup/read.ts';
import type { SubjectFigures, TeachingFigures } from '../../store/rollup/types.ts';
import { allOf, cell, gapOf, told } from '../cells.ts';
import type { DrillRef } from '../drill.ts';
import { figuresAsked } from '../figures.ts';
import type { ReportForm } from '../form.ts';
import { percent, ratio } from '../formulas.ts';
import { isWide } from '../grouping.ts';
import type { ReportGround, ReportRequest } from '../request.ts';
import { rowKeys } from '../row-keys.ts';
import type { Cell, Column, Row, Section } from '../table.ts';
import {
  bySchool,
  groupDrill,
  groupOf,
  isMarked,
  markedSum,
  scopeDrill,
  sourcesOf,
  teacherOf,
} from '../teaching.ts';

const NUMBERS: readonly Column[] = [
  { key: 'students', title: 'Учащихся', kind: 'integer', width: 10 },
  { key: 'marks', title: 'Отметок', kind: 'integer', width: 9 },
  { key: 'perStudent', title: 'Отметок на ученика', kind: 'decimal', width: 11 },
  { key: 'without', title: 'Без отметок', kind: 'integer', width: 9 },
  { key: 'withoutShare', title: 'Без отметок, %', kind: 'percent', width: 9 },
  { key: 'one', title: 'С одной отметкой', kind: 'integer', width: 10 },
  { key: 'oneShare', title: 'С одной отметкой, %', kind: 'percent', width: 10 },
];

const GROUPS: readonly Column[] = [
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'subject', title: 'Предмет', kind: 'text', width: 24 },
  { key: 'group', title: 'Группа', kind: 'text', width: 10 },
  { key: 'teacher', title: 'Учитель', kind: 'text', width: 26 },
];

const SCHOOL: readonly Column[] = [{ key: 'school', title: 'Школа', kind: 'text', width: 32 }];

function numbers(
  ground: ReportGround,
  rows: readonly (SubjectFigures | TeachingFigures)[],
  drill: Omit<DrillRef, 'of'>,
): readonly Cell[] {
  const gap = gapOf(ground, sourcesOf(rows), 'mark');
  const { base, marks, studentsWithout, studentsWithOne } = markedSum(rows);
  const who = (value: string): DrillRef => ({ of: 'term_marks', ...drill, value });
  return [
    cell(base, who('base')),
    told(marks, gap, { of: 'marks', ...drill }),
    told(ratio(marks, base), gap, { of: 'marks', ...drill }),
    told(studentsWithout, gap, who('without_marks')),
    told(percent(studentsWithout, base), gap, who('without_marks')),
    told(studentsWithOne, gap, who('one_mark')),
    told(percent(studentsWithOne, base), gap, who('one_mark')),
  ];
}

/** Found again in another year; a group that is not named apart from another of its subject is known by its id. */
const keysOf = (rows: readonly TeachingFigures[]): ((row: TeachingFigures) => string) =>
  rowKeys(
    rows,
    (row) => [row.className, row.subjectId, groupOf(row) ?? '', row.teacherId ?? 'none'].join('/'),
    ({ classId, groupId }) => `${classId}/${groupId ?? 'none'}`,
  );

function groupRow(ground: ReportGround, request: ReportRequest, key: string, row: TeachingFigures): Row {
  const name = [row.className, row.subjectName, groupOf(row), teacherOf(row)];
  return {
    key,
    kind: 'row',
    cells: [...name.map((text) => cell(text)), ...numbers(ground, [row], groupDrill(request, row))],
  };
}

async function rowsOf(ground: ReportGround, request: ReportRequest): Promise<readonly Row[]> {
  const asked = figuresAsked(ground, request);
  const subjects = (await readSubjectFigures(ground.database, asked)).filter(isMarked);
  if (isWide(request.scope)) {
    const schools = await bySchool(ground, request, subjects);
    return schools.map(({ key, name, kind, drill, rows, opens }) => ({
      key,
      kind,
      cells: [cell(name), ...numbers(ground, rows, drill)],
      ...(opens ? { opens } : {}),
    }));
  }
  const figures = await readTeachingFigures(ground.database, asked);
  // A substitute has lessons and no students.
  const own = figures.filter((row) => isMarked(row) && row.base > 0);
  const keyOf = keysOf(own);
  const rows = own.map((row) => groupRow(ground, request, keyOf(row), row));
  if (rows.length === 0) return [];
  const names = ['Всего', null, null, null].map((text) => cell(text));
  const sums = numbers(ground, subjects, scopeDrill(request));
  return [...rows, { key: 'all', kind: 'total', cells: [...names, ...sums] }];
}

/** Накопляемость отметок: school-domain §4. */
export const markDensity: ReportForm = {
  id: 'mark-density',
  title: 'Накопляемость отметок',
  about: 'Сколько текущих отметок по каждому предмету, у скольких учеников их нет или одна.',
  scopes: ['region', 'municipality', 'school', 'class'],
  period: 'term',
  compares: true,
  namesStudents: false,
  async build(ground, request) {
    const section: Section = {
      key: 'density',
      title: null,
      columns: [...(isWide(request.scope) ? SCHOOL : GROUPS), ...NUMBERS],
      rows: await rowsOf(ground, request),
      empty: 'За этот период нет ни одного предмета с учениками.',
    };
    return ok({
      sections: allOf([section]),
      notes: [
        'Считаются числовые отметки с ненулевым весом; отметка «4/5» за одну работу — одна. Доли — от всех, кто ' +
          'учит предмет на последний день периода; в сумме по предметам ученик считается по разу на предмет, даже если учит его в двух группах.',
        'Первые классы учатся без отметок и не показаны.',
      ],
      signatures: ['Заместитель директора'],
    });
  },
};
