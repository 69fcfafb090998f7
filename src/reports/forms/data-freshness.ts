import { ok } from '../../model/result.ts';
import { readSourceStates, type SourceState } from '../../store/read/reports/sources-state.ts';
import { daysAsked } from '../asked-days.ts';
import { allOf, cell, missingCell } from '../cells.ts';
import type { ReportForm } from '../form.ts';
import { percent } from '../formulas.ts';
import { groupedBy, total } from '../grouping.ts';
import type { Cell, Column, Row } from '../table.ts';

const columns: readonly Column[] = [
  { key: 'school', title: 'Школа', kind: 'text', width: 30 },
  { key: 'source', title: 'Журнал', kind: 'text', width: 20 },
  { key: 'connection', title: 'Подключение', kind: 'text', width: 18 },
  { key: 'readDay', title: 'Прочитан', kind: 'day', width: 11 },
  { key: 'age', title: 'Часов назад', kind: 'decimal', width: 10 },
  { key: 'lastRun', title: 'Последнее чтение', kind: 'text', width: 16 },
  { key: 'quarantined', title: 'Не принято записей', kind: 'integer', width: 11 },
  { key: 'marksFrom', title: 'с', group: 'Отметки прочитаны', kind: 'day', width: 11 },
  { key: 'marksTo', title: 'по', group: 'Отметки прочитаны', kind: 'day', width: 11 },
  { key: 'students', title: 'Учащихся', kind: 'integer', width: 10 },
  { key: 'withMarks', title: 'из них с прочитанными отметками', kind: 'integer', width: 14 },
  { key: 'coverage', title: 'Охват, %', kind: 'percent', width: 9 },
];

const vendorColumns: readonly Column[] = [
  { key: 'source', title: 'Журнал', kind: 'text', width: 24 },
  { key: 'schools', title: 'Школ', kind: 'integer', width: 8 },
  { key: 'neverRead', title: 'из них ни разу не прочитано', kind: 'integer', width: 13 },
  { key: 'oldest', title: 'Самое давнее чтение, часов назад', kind: 'decimal', width: 14 },
  { key: 'quarantined', title: 'Не принято записей', kind: 'integer', width: 11 },
  { key: 'students', title: 'Учащихся', kind: 'integer', width: 10 },
  { key: 'withMarks', title: 'из них с прочитанными отметками', kind: 'integer', width: 14 },
  { key: 'coverage', title: 'Охват, %', kind: 'percent', width: 9 },
];

const STATES: Readonly<Record<string, string>> = {
  running: 'идёт',
  succeeded: 'успешно',
  failed: 'с ошибкой',
  stopped: 'остановлено',
  interrupted: 'прервано',
};

const HOUR_MS = 3_600_000;

const hoursSince = (readAt: Date | null, now: Date): number | null =>
  readAt === null ? null : (now.getTime() - readAt.getTime()) / HOUR_MS;

const NEVER = 'журнал ещё ни разу не прочитан';

/** What only a reading tells. */
const ofReading = (state: SourceState, shown: Cell): Cell =>
  state.readAt === null ? missingCell(NEVER) : shown;

function rowOf(state: SourceState, now: Date, day: string): Row {
  const { schoolId, school, source, connection, readAt } = state;
  const opens = { scope: `school:${schoolId}` };
  if (source === null) {
    const none = columns.slice(2).map(() => missingCell('школа ещё не подключена'));
    return { key: `${schoolId}/none`, kind: 'row', opens, cells: [cell(school), cell('нет'), ...none] };
  }
  const runDay = state.readDay ?? day;
  const runs = { of: 'runs', schoolId, from: runDay, to: runDay, which: 'succeeded' } as const;
  return {
    key: `${schoolId}/${connection}`,
    kind: 'row',
    opens,
    cells: [
      cell(school),
      cell(source),
      cell(connection),
      ofReading(state, cell(state.readDay, runs)),
      ofReading(state, cell(hoursSince(readAt, now), runs)),
      cell(state.lastState === null ? 'не было' : (STATES[state.lastState] ?? state.lastState)),
      ofReading(state, cell(state.quarantined)),
      ofReading(state, cell(state.marksFrom)),
      ofReading(state, cell(state.marksTo)),
      ofReading(state, cell(state.students)),
      ofReading(state, cell(state.withMarks)),
      ofReading(state, cell(percent(state.withMarks, state.students))),
    ],
  };
}

function vendorRow(source: string, states: readonly SourceState[], now: Date): Row {
  const ages = states.flatMap(({ readAt }) => hoursSince(readAt, now) ?? []);
  const students = total(states, (state) => state.students);
  const withMarks = total(states, (state) => state.withMarks);
  const never = states.every(({ readAt }) => readAt === null);
  const told = (shown: Cell): Cell => (never ? missingCell(NEVER) : shown);
  return {
    key: source,
    kind: 'row',
    cells: [
      cell(source),
      cell(new Set(states.map(({ schoolId }) => schoolId)).size),
      cell(states.filter(({ readAt }) => readAt === null).length),
      told(cell(ages.length === 0 ? null : Math.max(...ages))),
      told(cell(total(states, (state) => state.quarantined))),
      told(cell(students)),
      told(cell(withMarks)),
      told(cell(percent(withMarks, students))),
    ],
  };
}

/** Свежесть данных: what every other form stands on. */
export const dataFreshness: ReportForm = {
  id: 'data-freshness',
  title: 'Свежесть данных',
  about:
    'Когда журнал каждой школы последний раз прочитан, сколько записей не принято, чьи отметки прочитаны.',
  scopes: ['region', 'municipality', 'school'],
  period: 'day',
  compares: false,
  namesStudents: false,
  async build(ground, request) {
    const asked = await daysAsked(ground, request);
    if (!asked.ok) return asked;
    const states = await readSourceStates(ground.database, asked.value, asked.value.to);
    const day = asked.value.to;
    const bySource = groupedBy(
      states.filter(({ source }) => source !== null),
      ({ source }) => source ?? '',
    );
    const vendors = [...bySource].map(([source, own]) => vendorRow(source, own, ground.now));
    return ok({
      sections: allOf([
        {
          key: 'connections',
          title: 'По школам',
          columns,
          rows: states.map((state) => rowOf(state, ground.now, day)),
          empty: 'Школ нет.',
        },
        {
          key: 'vendors',
          title: 'По журналам',
          columns: vendorColumns,
          rows: vendors,
          empty: 'Журналов нет.',
        },
      ]),
      notes: [
        'Не принятые записи — из последнего удачного чтения. Охват — доля учащихся, чьи отметки прочитаны.',
      ],
      signatures: [],
    });
  },
};
