import { ok } from '../../model/result.ts';
import { type Alumnus, readEverEnrolled } from '../../store/read/reports/pupils.ts';
import { readTelling } from '../../store/read/reports/telling.ts';
import { daysAsked } from '../asked-days.ts';
import { cell, gapOf, told } from '../cells.ts';
import type { ReportForm } from '../form.ts';
import { groupedBy } from '../grouping.ts';
import type { ReportGround } from '../request.ts';
import type { Column, Row, Section } from '../table.ts';
import { untoldByAll } from '../untold.ts';

const columns: readonly Column[] = [
  { key: 'number', title: '№', kind: 'text', width: 8 },
  { key: 'student', title: 'Фамилия, имя, отчество', kind: 'text', width: 32 },
  { key: 'sex', title: 'Пол', kind: 'text', width: 5 },
  { key: 'birthDate', title: 'Дата рождения', kind: 'day', width: 12 },
  { key: 'enteredDay', title: 'Поступил', kind: 'day', width: 12 },
  { key: 'enteredClass', title: 'В класс', kind: 'text', width: 8 },
  { key: 'cameFrom', title: 'Откуда', kind: 'text', width: 24 },
  { key: 'leftDay', title: 'Выбыл', kind: 'day', width: 12 },
  { key: 'leftOrder', title: '№ приказа', kind: 'text', width: 10 },
  { key: 'leftOrderDay', title: 'Дата приказа', kind: 'day', width: 12 },
  { key: 'leftClass', title: 'Из класса', kind: 'text', width: 9 },
  { key: 'leftFor', title: 'Куда', kind: 'text', width: 24 },
  { key: 'leftReason', title: 'Причина', kind: 'text', width: 18 },
  { key: 'fileGiven', title: 'Личное дело выдано', kind: 'text', width: 14 },
];

const SEXES = { male: 'м', female: 'ж' } as const;

/** «Ё» has no page of its own, as in paper books; a name without letters comes last. */
const letterOf = (name: string): string => {
  const first = name.trim().charAt(0).toLocaleUpperCase('ru');
  return first === 'Ё' ? 'Е' : /\p{L}/u.test(first) ? first : '—';
};

function rowOf(ground: ReportGround, one: Alumnus, number: string, movementGap: string | null): Row {
  const gap = (thing: string): string | null => gapOf(ground, one.sources, thing);
  const paper = (value: string | null) => (one.leftDay === null ? cell(null) : told(value, movementGap));
  return {
    key: one.studentId,
    kind: 'row',
    cells: [
      cell(number, { of: 'students', schoolId: one.schoolId, studentId: one.studentId }),
      cell(one.student),
      told(one.sex === null ? null : SEXES[one.sex], gap('student.sex')),
      told(one.birthDate, gap('student.birthDate')),
      told(one.enteredDay, gap('enrolment.fromDay')),
      told(one.enteredClass, gap('enrolment.fromDay')),
      told(one.cameFrom, movementGap),
      one.leftDay === null ? told(null, gap('enrolment.toDay')) : cell(one.leftDay),
      paper(one.leftOrder),
      paper(one.leftOrderDay),
      paper(one.leftClass),
      paper(one.leftFor),
      paper(one.leftReason),
      cell(null),
    ],
  };
}

const alphabet = new Intl.Collator('ru');

async function* byLetter(
  ground: ReportGround,
  people: readonly Alumnus[],
  movementGap: string | null,
): AsyncIterable<Section> {
  const letters = groupedBy(people, ({ student }) => letterOf(student));
  for (const letter of [...letters.keys()].sort(alphabet.compare)) {
    const own = letters.get(letter) ?? [];
    // Numbers are given in the order of coming, so that they stay when somebody comes later.
    const rows = own.map((one, index) => rowOf(ground, one, `${letter}-${index + 1}`, movementGap));
    yield { key: letter, title: letter, columns, rows, empty: '' };
  }
  if (people.length === 0)
    yield { key: 'none', title: null, columns, rows: [], empty: 'В школе ещё никого нет.' };
}

/** Алфавитная книга: school-domain §5. */
export const alphabeticalRegister: ReportForm = {
  id: 'alphabetical-register',
  title: 'Алфавитная книга',
  about: 'Все, кто учился в школе до выбранного дня: когда и откуда пришли, когда и куда выбыли.',
  scopes: ['school'],
  period: 'day',
  compares: false,
  namesStudents: true,
  async build(ground, request) {
    const asked = await daysAsked(ground, request);
    if (!asked.ok) return asked;
    const people = await readEverEnrolled(ground.database, asked.value);
    const gap = untoldByAll(ground, await readTelling(ground.database, asked.value, 'movement'), 'movement');
    return ok({
      sections: byLetter(ground, people, gap),
      notes: [
        'Номер — по букве, в порядке поступления, в день поступления по алфавиту. Временный перерыв выбытием не считается.',
        'Адреса не собираются: для журнала они не нужны.',
      ],
      signatures: ['Директор', 'Секретарь'],
    });
  },
};
