import { ok } from '../../model/result.ts';
import { type Pupil, readPupils } from '../../store/read/reports/pupils.ts';
import { daysAsked } from '../asked-days.ts';
import { cell, gapOf, missingCell, told } from '../cells.ts';
import type { ReportForm } from '../form.ts';
import { groupedBy } from '../grouping.ts';
import type { ReportGround } from '../request.ts';
import type { Column, Row, Section } from '../table.ts';

const columns: readonly Column[] = [
  { key: 'number', title: '№', kind: 'integer', width: 5 },
  { key: 'student', title: 'Фамилия, имя, отчество', kind: 'text', width: 34 },
  { key: 'birthDate', title: 'Дата рождения', kind: 'day', width: 12 },
  { key: 'sex', title: 'Пол', kind: 'text', width: 6 },
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'since', title: 'В классе с', kind: 'day', width: 12 },
  { key: 'form', title: 'Форма обучения', kind: 'text', width: 16 },
  { key: 'programme', title: 'Программа', kind: 'text', width: 16 },
  { key: 'benefits', title: 'Льготы', kind: 'text', width: 12 },
  { key: 'status', title: 'Статус', kind: 'text', width: 12 },
];

const UNKNOWN = 'ни один источник этого не передаёт';
const SEXES = { male: 'м', female: 'ж' } as const;

function rowOf(ground: ReportGround, pupil: Pupil, number: number, day: string): Row {
  const { schoolId, classId, studentId, source } = pupil;
  const gap = (thing: string): string | null => gapOf(ground, [source], thing);
  return {
    key: studentId,
    kind: 'row',
    cells: [
      cell(number, { of: 'students', schoolId, classId, studentId, from: day, to: day }),
      cell(pupil.student),
      told(pupil.birthDate, gap('student.birthDate')),
      told(pupil.sex === null ? null : SEXES[pupil.sex], gap('student.sex')),
      cell(pupil.className),
      told(pupil.since, gap('enrolment.fromDay')),
      missingCell(UNKNOWN),
      missingCell(UNKNOWN),
      missingCell(UNKNOWN),
      cell('обучается'),
    ],
  };
}

async function* byClass(ground: ReportGround, pupils: readonly Pupil[], day: string): AsyncIterable<Section> {
  for (const [classId, own] of groupedBy(pupils, (pupil) => pupil.classId)) {
    const rows = own.map((pupil, index) => rowOf(ground, pupil, index + 1, day));
    yield { key: classId, title: `${own[0]?.className ?? ''}: ${own.length}`, columns, rows, empty: '' };
  }
  if (pupils.length === 0)
    yield { key: 'none', title: null, columns, rows: [], empty: 'На этот день учащихся нет.' };
}

/** Список контингента: school-domain §5. */
export const contingentList: ReportForm = {
  id: 'contingent-list',
  title: 'Список контингента',
  about: 'Кто учится в классах школы на последний день выбранного периода.',
  scopes: ['school', 'class'],
  period: 'day',
  compares: false,
  namesStudents: true,
  async build(ground, request) {
    const asked = await daysAsked(ground, request);
    if (!asked.ok) return asked;
    const pupils = await readPupils(ground.database, asked.value);
    return ok({
      sections: byClass(ground, pupils, asked.value.to),
      notes: ['Льготы, форма обучения и программа в электронных журналах не хранятся или не передаются.'],
      signatures: ['Директор', 'Секретарь'],
    });
  },
};
