import type { permitGrounds } from '../../model/papers.ts';
import { ok } from '../../model/result.ts';
import { type ChangedMark, readChangedMarks } from '../../store/read/reports/changed-marks.ts';
import { daysAsked } from '../asked-days.ts';
import { allOf, cell, gapOf, missingCell } from '../cells.ts';
import { drillPeriod } from '../figures.ts';
import type { ReportForm } from '../form.ts';
import type { ReportGround, ReportRequest } from '../request.ts';
import type { Cell, Column, Row, Section } from '../table.ts';
import { dayText } from '../words.ts';

const COLUMNS: readonly Column[] = [
  { key: 'number', title: '№', kind: 'integer', width: 5 },
  { key: 'when', title: 'Дата изменения', kind: 'text', width: 24 },
  { key: 'who', title: 'Кто изменил', kind: 'text', width: 26 },
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'student', title: 'Ученик', kind: 'text', width: 30 },
  { key: 'subject', title: 'Предмет', kind: 'text', width: 22 },
  { key: 'lessonDay', title: 'Дата урока', kind: 'day', width: 12 },
  { key: 'was', title: 'Было', kind: 'text', width: 7 },
  { key: 'became', title: 'Стало', kind: 'text', width: 7 },
  { key: 'ground', title: 'Основание', kind: 'text', width: 40 },
];

const GROUNDS: Readonly<Record<(typeof permitGrounds)[number], string>> = {
  student_illness: 'болезнь ученика',
  student_excused: 'уважительная причина',
  resit: 'пересдача',
  teacher_illness: 'болезнь учителя',
};

/** The day that the vendor tells, else between which days of reading it happened. */
function whenText({ stamp, notBefore, notAfter }: ChangedMark): string {
  if (stamp !== null) return dayText(stamp);
  if (notBefore === null) return `не позднее ${dayText(notAfter)}`;
  return notBefore === notAfter ? dayText(notAfter) : `${dayText(notBefore)} – ${dayText(notAfter)}`;
}

function groundText({ ground, document, documentDay, withheld }: ChangedMark): string | null {
  if (document !== null) {
    const words = GROUNDS[ground as (typeof permitGrounds)[number]] ?? ground;
    return `${words}: ${document}${documentDay === null ? '' : ` от ${dayText(documentDay)}`}`;
  }
  return withheld ? 'не принято: ждёт разрешения' : null;
}

/** A mark for a period: who put it, no source tells. */
const NOT_TOLD = 'источник не сообщает, кто выставил отметку';

function whoCell(ground: ReportGround, { who, source }: ChangedMark): Cell {
  if (who !== null) return cell(who);
  return missingCell(gapOf(ground, [source], 'mark.teacherId') ?? NOT_TOLD);
}

const valueCell = (value: string | null): Cell => cell(value ?? 'нет');

function rowOf(ground: ReportGround, request: ReportRequest, one: ChangedMark, index: number): Row {
  const { schoolId, classId, studentId, subjectId } = one;
  const day = one.lessonDay;
  const when = day === null ? drillPeriod(request.period) : { from: day, to: day };
  const place = { schoolId, classId, subjectId, studentId, ...when, which: one.target };
  const cells = [
    cell(index + 1, { of: 'changes', ...place }),
    cell(whenText(one)),
    whoCell(ground, one),
    cell(one.className),
    cell(one.student),
    cell(one.subject),
    cell(one.lessonDay),
    valueCell(one.was),
    valueCell(one.became),
    cell(groundText(one)),
  ];
  return { key: one.id, kind: 'row', cells };
}

/** Информация об изменении отметок: podolsk-12, 3.8; school-domain §5. */
export const changedMarks: ReportForm = {
  id: 'changed-marks',
  title: 'Информация об изменении отметок',
  about:
    'Какие отметки изменены или удалены в эти дни: кем, у кого, что было и что стало, на каком основании.',
  scopes: ['school', 'class'],
  period: 'days',
  compares: false,
  namesStudents: true,
  async build(ground, request) {
    const asked = await daysAsked(ground, request);
    if (!asked.ok) return asked;
    const changes = await readChangedMarks(ground.database, asked.value);
    const section: Section = {
      key: 'changes',
      title: null,
      columns: COLUMNS,
      rows: changes.map((one, index) => rowOf(ground, request, one, index)),
      empty: 'За эти дни изменений отметок не замечено.',
    };
    return ok({
      sections: allOf([section]),
      notes: [
        'Показаны изменения, сделанные в эти дни, как их увидело чтение журнала: где система не сообщает дату ' +
          'изменения, названы дни двух чтений, между которыми оно произошло, и считается второе. Изменение между двумя ' +
          'чтениями, отменённое до второго, не видно.',
        'Отметка без даты урока — за период. «Нет» — отметки не стало или не было.',
      ],
      signatures: ['Администратор журнала', 'Заместитель директора'],
    });
  },
};
