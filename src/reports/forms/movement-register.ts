import { ok } from '../../model/result.ts';
import { type MovementLine, readMovements } from '../../store/read/reports/movements.ts';
import { readTelling } from '../../store/read/reports/telling.ts';
import { daysAsked } from '../asked-days.ts';
import { allOf, cell } from '../cells.ts';
import type { ReportForm } from '../form.ts';
import type { Column, Row } from '../table.ts';
import { untoldByAll } from '../untold.ts';
import { noData } from '../words.ts';

const columns: readonly Column[] = [
  { key: 'number', title: '№', kind: 'integer', width: 5 },
  { key: 'date', title: 'Дата', kind: 'day', width: 11 },
  { key: 'student', title: 'Фамилия, имя, отчество', kind: 'text', width: 32 },
  { key: 'birthDate', title: 'Дата рождения', kind: 'day', width: 12 },
  { key: 'kind', title: 'Вид движения', kind: 'text', width: 14 },
  { key: 'fromClass', title: 'Из класса', kind: 'text', width: 9 },
  { key: 'toClass', title: 'В класс', kind: 'text', width: 9 },
  { key: 'otherPlace', title: 'Откуда, куда', kind: 'text', width: 30 },
  { key: 'orderNumber', title: '№ приказа', kind: 'text', width: 11 },
  { key: 'orderDay', title: 'Дата приказа', kind: 'day', width: 12 },
  { key: 'confirmation', title: '№ справки-подтверждения', kind: 'text', width: 16 },
  { key: 'confirmationDay', title: 'Дата справки', kind: 'day', width: 12 },
  { key: 'reason', title: 'Причина', kind: 'text', width: 20 },
];

const KINDS: Readonly<Record<MovementLine['kind'], string>> = {
  arrival: 'прибытие',
  departure: 'выбытие',
  transfer: 'перевод в класс',
  graduation: 'выпуск',
  expulsion: 'отчисление',
};

function rowOf(line: MovementLine, index: number): Row {
  const { schoolId, studentId, date, kind } = line;
  const drill = { of: 'movements', schoolId, studentId, from: date, to: date, which: kind } as const;
  return {
    key: `${date}/${studentId}/${kind}`,
    kind: 'row',
    cells: [
      cell(index + 1, drill),
      cell(date, drill),
      cell(line.student),
      cell(line.birthDate),
      cell(KINDS[kind]),
      cell(line.fromClass),
      cell(line.toClass),
      cell(line.otherPlace),
      cell(line.orderNumber),
      cell(line.orderDay),
      cell(line.confirmationNumber),
      cell(line.confirmationDay),
      cell(line.reason),
    ],
  };
}

/** Книга движения: school-domain §5. */
export const movementRegister: ReportForm = {
  id: 'movement-register',
  title: 'Книга движения обучающихся',
  about: 'Кто прибыл, выбыл и перешёл в другой класс, по каким приказам и справкам.',
  scopes: ['school', 'class'],
  period: 'days',
  compares: false,
  namesStudents: true,
  async build(ground, request) {
    const asked = await daysAsked(ground, request);
    if (!asked.ok) return asked;
    const gap = untoldByAll(ground, await readTelling(ground.database, asked.value, 'movement'), 'movement');
    const lines = gap === null ? await readMovements(ground.database, asked.value) : [];
    const empty = gap === null ? 'За эти дни движения не было.' : noData(gap);
    return ok({
      sections: allOf([{ key: 'movements', title: null, columns, rows: lines.map(rowOf), empty }]),
      notes: ['Дата выбытия — последний день в классе, дата прибытия и перевода — первый.'],
      signatures: ['Директор', 'Секретарь'],
    });
  },
};
