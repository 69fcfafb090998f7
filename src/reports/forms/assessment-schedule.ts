import { mondayOf } from '../../model/dates.ts';
import { ok } from '../../model/result.ts';
import { daysApart } from '../../rules/weeks.ts';
import type { DaysAsked } from '../../store/read/reports/asked-classes.ts';
import { readTests, type TestLine } from '../../store/read/reports/assessments.ts';
import { readTelling, type Telling } from '../../store/read/reports/telling.ts';
import { daysAsked } from '../asked-days.ts';
import { allOf, cell, gapOf, told } from '../cells.ts';
import type { ReportForm } from '../form.ts';
import { percent } from '../formulas.ts';
import { groupedBy, isWide } from '../grouping.ts';
import type { ReportGround } from '../request.ts';
import { withSum } from '../sum-row.ts';
import type { Column, Row, Section } from '../table.ts';
import { partlyTold, untoldBy, untoldByAll } from '../untold.ts';
import { noData } from '../words.ts';

/**
 * What the letter of 06.08.2021 (СК-228/03, 01-169/08-01) calls a procedure: done by the whole class at once, by what
 * schools call such works; and its recommendations.
 */
export const procedureNames = 'контрольн|диагностическ|мониторинг|впр|всероссийск|региональн';
const MOST_A_DAY = 1;
const GAP_DAYS = 17;
const MOST_OF_YEAR = 10;

const columns: readonly Column[] = [
  { key: 'week', title: 'Неделя с', kind: 'day', width: 11 },
  { key: 'date', title: 'Дата', kind: 'day', width: 11 },
  { key: 'grade', title: 'Параллель', kind: 'integer', width: 9 },
  { key: 'class', title: 'Класс', kind: 'text', width: 8 },
  { key: 'subject', title: 'Предмет', kind: 'text', width: 22 },
  { key: 'level', title: 'Вид', kind: 'text', width: 14 },
  { key: 'work', title: 'Работа', kind: 'text', width: 22 },
  { key: 'topic', title: 'Тема', kind: 'text', width: 28 },
  { key: 'minutes', title: 'Минут', kind: 'integer', width: 7 },
  { key: 'teacher', title: 'Ответственный', kind: 'text', width: 26 },
  { key: 'remark', title: 'Отступление от рекомендаций', kind: 'text', width: 34 },
];

const schoolColumns: readonly Column[] = [
  { key: 'school', title: 'Школа', kind: 'text', width: 32 },
  { key: 'tests', title: 'Оценочных процедур', kind: 'integer', width: 12 },
  { key: 'federal', title: 'из них федеральных', kind: 'integer', width: 12 },
  { key: 'regional', title: 'из них региональных', kind: 'integer', width: 12 },
  { key: 'remarked', title: 'с отступлением от рекомендаций', kind: 'integer', width: 14 },
];

type Level = 'федеральная' | 'региональная' | 'школьная';

function levelOf({ workType, topic }: TestLine): Level {
  const said = `${workType} ${topic ?? ''}`;
  if (/(^|[^а-яё])впр([^а-яё]|$)|всероссийск|федеральн|национальн/i.test(said)) return 'федеральная';
  return /региональн|областн|краев/i.test(said) ? 'региональная' : 'школьная';
}

/** A test with what the letter would not have. */
interface Judged {
  readonly test: TestLine;
  readonly remarks: readonly string[];
}

function judged(tests: readonly TestLine[]): readonly Judged[] {
  const ofDay = groupedBy(tests, ({ classId, date }) => `${classId}/${date}`);
  const ofSubject = groupedBy(tests, ({ classId, subjectId }) => `${classId}/${subjectId}`);
  return tests.map((test) => {
    const remarks: string[] = [];
    const sameDay = ofDay.get(`${test.classId}/${test.date}`)?.length ?? 0;
    if (sameDay > MOST_A_DAY) remarks.push(`в этот день у класса ${sameDay}`);
    const series = ofSubject.get(`${test.classId}/${test.subjectId}`) ?? [];
    const before = series.filter(({ date }) => date < test.date).at(-1);
    const days = before ? daysApart(before.date, test.date) : GAP_DAYS;
    if (days < GAP_DAYS) remarks.push(`через ${days} дн. после прошлой (не чаще раза в ${GAP_DAYS})`);
    const share = test.yearlyHours === null ? null : percent(series.length, test.yearlyHours);
    if (share !== null && share > MOST_OF_YEAR) remarks.push(`больше ${MOST_OF_YEAR} % часов предмета`);
    return { test, remarks };
  });
}

function rowOf(ground: ReportGround, { test, remarks }: Judged): Row {
  const { schoolId, classId, subjectId, date, source } = test;
  const drill = { of: 'assessments', schoolId, classId, subjectId, from: date, to: date } as const;
  return {
    key: `${date}/${classId}/${subjectId}`,
    kind: 'row',
    cells: [
      cell(mondayOf(date)),
      cell(date, drill),
      cell(test.grade, drill),
      cell(test.className),
      cell(test.subject),
      cell(levelOf(test)),
      cell(test.workType),
      told(test.topic, gapOf(ground, [source], 'assessment.topic')),
      cell(test.minutes, drill),
      cell(test.teacher),
      cell(remarks.length === 0 ? null : remarks.join('; ')),
    ],
  };
}

/** Procedures are of classes and days, rows are works of groups; whose they are is read out of names. None leads to rows. */
function schoolRow(ground: ReportGround, telling: Telling, own: readonly Judged[]): Row {
  const { schoolId, school } = telling;
  const gap = untoldBy(ground, telling, 'assessment');
  const ofLevel = (level: Level): number => own.filter(({ test }) => levelOf(test) === level).length;
  return {
    key: schoolId,
    kind: 'row',
    opens: { scope: `school:${schoolId}` },
    cells: [
      cell(school),
      told(own.length, gap),
      told(ofLevel('федеральная'), gap),
      told(ofLevel('региональная'), gap),
      told(own.filter(({ remarks }) => remarks.length > 0).length, gap),
    ],
  };
}

function sectionsOf(
  ground: ReportGround,
  tests: readonly Judged[],
  tellings: readonly Telling[],
  asked: DaysAsked,
  wide: boolean,
): readonly Section[] {
  if (wide) {
    const bySchool = groupedBy(tests, ({ test }) => test.schoolId);
    const rows = tellings.map((one) => schoolRow(ground, one, bySchool.get(one.schoolId) ?? []));
    const summed = withSum(rows, schoolColumns, asked);
    return [{ key: 'schools', title: null, columns: schoolColumns, rows: summed, empty: 'Школ нет.' }];
  }
  const gap = untoldByAll(ground, tellings, 'assessment');
  const empty = gap === null ? 'За эти дни оценочных процедур нет.' : noData(gap);
  return [{ key: 'tests', title: null, columns, rows: tests.map((one) => rowOf(ground, one)), empty }];
}

/** График оценочных процедур: school-domain §5, §6 N9–N14. */
export const assessmentSchedule: ReportForm = {
  id: 'assessment-schedule',
  title: 'График оценочных процедур',
  about:
    'Контрольные и диагностические работы по неделям, классам и предметам, с отступлениями от рекомендаций.',
  scopes: ['region', 'municipality', 'school', 'class'],
  period: 'days',
  compares: false,
  namesStudents: false,
  async build(ground, request) {
    const asked = await daysAsked(ground, request);
    if (!asked.ok) return asked;
    const tellings = await readTelling(ground.database, asked.value, 'assessment');
    const tests = judged(await readTests(ground.database, asked.value, procedureNames));
    return ok({
      sections: allOf(sectionsOf(ground, tests, tellings, asked.value, isWide(request.scope))),
      notes: [
        'Процедуры узнаются по виду работы в журнале; вид (федеральная, региональная) — по названию и теме.',
        'Минуты — длина урока. Рекомендации: не больше одной процедуры в день у класса, не чаще раза в 2,5 недели по предмету, не больше 10 % часов предмета.',
        ...partlyTold(ground, tellings, 'assessment', 'Работы'),
      ],
      signatures: ['Директор', 'Заместитель директора'],
    });
  },
};
