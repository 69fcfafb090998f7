import { ok } from '../../model/result.ts';
import type { DaysAsked } from '../../store/read/reports/asked-classes.ts';
import { readSubstitutions, type SubstitutionLine } from '../../store/read/reports/substitutions.ts';
import { readTelling, type Telling } from '../../store/read/reports/telling.ts';
import { daysAsked } from '../asked-days.ts';
import { allOf, cell, gapOf, told } from '../cells.ts';
import type { ReportForm } from '../form.ts';
import { groupedBy, isWide } from '../grouping.ts';
import type { ReportGround } from '../request.ts';
import { askedDrill, withSum } from '../sum-row.ts';
import type { Column, Row, Section } from '../table.ts';
import { partlyTold, untoldBy, untoldByAll } from '../untold.ts';
import { noData } from '../words.ts';

const columns: readonly Column[] = [
  { key: 'date', title: 'Дата', kind: 'day', width: 11 },
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'number', title: '№ урока', kind: 'integer', width: 8 },
  { key: 'planned', title: 'Предмет по расписанию', kind: 'text', width: 20 },
  { key: 'absent', title: 'Кто отсутствовал', kind: 'text', width: 26 },
  { key: 'reason', title: 'Причина', kind: 'text', width: 18 },
  { key: 'substitute', title: 'Кто заменил', kind: 'text', width: 26 },
  { key: 'subject', title: 'Предмет по факту', kind: 'text', width: 20 },
  { key: 'topic', title: 'Тема', kind: 'text', width: 30 },
  { key: 'hours', title: 'Часов', kind: 'integer', width: 7 },
  { key: 'signature', title: 'Подпись', kind: 'text', width: 12 },
  { key: 'payment', title: 'Оплата', kind: 'text', width: 12 },
];

const teacherColumns: readonly Column[] = [
  { key: 'substitute', title: 'Кто заменил', kind: 'text', width: 32 },
  { key: 'hours', title: 'Часов', kind: 'integer', width: 9 },
];

const schoolColumns: readonly Column[] = [
  { key: 'school', title: 'Школа', kind: 'text', width: 32 },
  { key: 'hours', title: 'Замещено уроков', kind: 'integer', width: 12 },
  { key: 'other', title: 'из них другим предметом', kind: 'integer', width: 14 },
  { key: 'teachers', title: 'Заменявших учителей', kind: 'integer', width: 12 },
];

/** A lesson is an hour: it is paid so. */
const HOUR = 1;

function lessonRow(ground: ReportGround, line: SubstitutionLine): Row {
  const { schoolId, classId, date } = line;
  const drill = { of: 'substitutions', schoolId, classId, from: date, to: date } as const;
  return {
    key: line.id,
    kind: 'row',
    cells: [
      cell(date),
      cell(line.className),
      cell(line.number, drill),
      cell(line.planned ?? line.subject),
      cell(line.absentTeacher),
      cell(line.reason),
      cell(line.substitute),
      cell(line.subject),
      told(line.topic, gapOf(ground, [line.source], 'lesson.topic')),
      cell(HOUR),
      cell(null),
      cell(null),
    ],
  };
}

function teacherRows(lines: readonly SubstitutionLine[], asked: DaysAsked): readonly Row[] {
  const { from, to } = asked;
  const drill = { of: 'substitutions', ...askedDrill(asked), from, to, which: 'substitute' } as const;
  return [...groupedBy(lines, ({ substituteId }) => substituteId)]
    .map(([teacherId, own]) => ({ teacherId, own, name: own[0]?.substitute ?? 'не указан' }))
    .sort((left, right) => left.name.localeCompare(right.name, 'ru'))
    .map(({ teacherId, own, name }) => ({
      key: teacherId ?? 'none',
      kind: 'row',
      cells: [cell(name), cell(own.length * HOUR, { ...drill, teacherId: teacherId ?? 'none' })],
    }));
}

function ofSchool(
  ground: ReportGround,
  lines: readonly SubstitutionLine[],
  asked: DaysAsked,
  gap: string | null,
): readonly Section[] {
  const empty = gap === null ? 'За эти дни замен не записано.' : noData(gap);
  const lessons = lines.map((line) => lessonRow(ground, line));
  const teachers = withSum(teacherRows(lines, asked), teacherColumns, asked);
  return [
    { key: 'lessons', title: null, columns, rows: lessons, empty },
    { key: 'teachers', title: 'По учителям', columns: teacherColumns, rows: teachers, empty },
  ];
}

function ofSchools(
  ground: ReportGround,
  lines: readonly SubstitutionLine[],
  asked: DaysAsked,
  tellings: readonly Telling[],
): readonly Section[] {
  const bySchool = groupedBy(lines, ({ schoolId }) => schoolId);
  const rows = tellings.map((telling): Row => {
    const { schoolId, school } = telling;
    const own = bySchool.get(schoolId) ?? [];
    const gap = untoldBy(ground, telling, 'substitution');
    const drill = { of: 'substitutions', schoolId, from: asked.from, to: asked.to } as const;
    const teachers = new Set(own.flatMap(({ substituteId }) => substituteId ?? []));
    return {
      key: schoolId,
      kind: 'row',
      opens: { scope: `school:${schoolId}` },
      cells: [
        cell(school),
        told(own.length, gap, drill),
        told(own.filter(({ planned }) => planned !== null).length, gap),
        told(teachers.size, gap),
      ],
    };
  });
  const summed = withSum(rows, schoolColumns, asked);
  return [{ key: 'schools', title: null, columns: schoolColumns, rows: summed, empty: 'Школ нет.' }];
}

/** Журнал замещения уроков: school-domain §5. */
export const substitutionRegister: ReportForm = {
  id: 'substitution-register',
  title: 'Журнал замещения уроков',
  about: 'Какие уроки кто дал вместо кого, и сколько часов у каждого заменявшего.',
  scopes: ['region', 'municipality', 'school', 'class'],
  period: 'days',
  compares: false,
  namesStudents: false,
  async build(ground, request) {
    const asked = await daysAsked(ground, request);
    if (!asked.ok) return asked;
    const tellings = await readTelling(ground.database, asked.value, 'substitution');
    const lines = await readSubstitutions(ground.database, asked.value);
    const sections = isWide(request.scope)
      ? ofSchools(ground, lines, asked.value, tellings)
      : ofSchool(ground, lines, asked.value, untoldByAll(ground, tellings, 'substitution'));
    return ok({
      sections: allOf(sections),
      notes: ['Урок считается за один час.', ...partlyTold(ground, tellings, 'substitution', 'Замены')],
      signatures: ['Заместитель директора'],
    });
  },
};
