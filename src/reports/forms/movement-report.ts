import { ok } from '../../model/result.ts';
import type { DaysAsked } from '../../store/read/reports/asked-classes.ts';
import {
  type MovementLine,
  type RollLine,
  readMovements,
  readRolls,
} from '../../store/read/reports/movements.ts';
import { readTelling, type Telling } from '../../store/read/reports/telling.ts';
import { daysAsked } from '../asked-days.ts';
import { allOf, cell, gapOf, told } from '../cells.ts';
import type { DrillRef } from '../drill.ts';
import type { ReportForm } from '../form.ts';
import { groupedBy, isWide, total } from '../grouping.ts';
import { type MovementPlace, placeOf } from '../places.ts';
import type { ReportGround } from '../request.ts';
import { classKeys } from '../row-keys.ts';
import { withSum } from '../sum-row.ts';
import type { Cell, Column, Row } from '../table.ts';
import { partlyTold, untoldBy, untoldByAll } from '../untold.ts';

const PLACES: readonly (readonly [MovementPlace, string, toward: string])[] = [
  ['own', 'из школ муниципалитета', 'в школы муниципалитета'],
  ['russia', 'из других школ России', 'в другие школы России'],
  ['abroad', 'из других стран', 'в другие страны'],
  ['college', '', 'в СПО'],
  ['family', '', 'на семейное образование'],
  ['illness', '', 'по болезни'],
  ['death', '', 'смерть'],
  ['other', 'откуда — не указано', 'иное или не указано'],
];

const FROM = PLACES.filter(([, from]) => from !== '').map(([place]) => place);

/** Arrivals that the papers put elsewhere (from a college) have no column of their own. */
const arrivedFrom = (place: MovementPlace): MovementPlace => (FROM.includes(place) ? place : 'other');

const columns = (first: string): readonly Column[] => [
  { key: 'name', title: first, kind: 'text', width: 26 },
  { key: 'start', title: 'На начало', kind: 'integer', width: 9 },
  { key: 'arrived', title: 'всего', group: 'Прибыло', kind: 'integer', width: 8 },
  ...PLACES.filter(([, from]) => from !== '').map(
    ([place, from]) =>
      ({ key: `arrived_${place}`, title: from, group: 'Прибыло', kind: 'integer', width: 9 }) as const,
  ),
  { key: 'left', title: 'всего', group: 'Выбыло', kind: 'integer', width: 8 },
  ...PLACES.map(
    ([place, , toward]) =>
      ({ key: `left_${place}`, title: toward, group: 'Выбыло', kind: 'integer', width: 9 }) as const,
  ),
  { key: 'expelled', title: 'отчислено', group: 'Выбыло', kind: 'integer', width: 9 },
  { key: 'graduated', title: 'Выпущено', kind: 'integer', width: 9 },
  { key: 'movedIn', title: 'в класс', group: 'Переведено', kind: 'integer', width: 9 },
  { key: 'movedOut', title: 'из класса', group: 'Переведено', kind: 'integer', width: 9 },
  { key: 'end', title: 'На конец', kind: 'integer', width: 9 },
  { key: 'boys', title: 'мальчиков', group: 'На конец', kind: 'integer', width: 10 },
  { key: 'girls', title: 'девочек', group: 'На конец', kind: 'integer', width: 9 },
];

/** What a row counts: classes, and the movements that concern them. */
interface Counted {
  readonly rolls: readonly RollLine[];
  readonly moves: readonly MovementLine[];
  readonly municipality: string;
}

const LEAVING: readonly MovementLine['kind'][] = ['departure', 'expulsion', 'graduation'];

/** What happened to these classes; a transfer between two of them is both out and in. */
function sides({ rolls, moves }: Counted) {
  const own = new Set(rolls.map(({ classId }) => classId));
  const into = moves.filter(
    ({ toClassId, kind }) => toClassId !== null && own.has(toClassId) && !LEAVING.includes(kind),
  );
  const out = moves.filter(
    ({ fromClassId, kind }) => fromClassId !== null && own.has(fromClassId) && kind !== 'arrival',
  );
  return { into, out };
}

const ofKind = (moves: readonly MovementLine[], kind: MovementLine['kind']): readonly MovementLine[] =>
  moves.filter((move) => move.kind === kind);

/** Who came on the first day was not there at its beginning; who left on the last is not there at its end. */
function edges(counted: Counted, { from, to }: DaysAsked) {
  const { into, out } = sides(counted);
  const cameFirst = into.filter(({ date }) => date === from).length;
  const movedFirst = ofKind(out, 'transfer').filter(({ date }) => date === from).length;
  const leftLast = out.filter(({ date, kind }) => date === to && kind !== 'transfer');
  return {
    /** Whether rows are those who are counted: whoever is in a class on a day, and nobody else. */
    isStartRows: cameFirst + movedFirst === 0,
    isEndRows: leftLast.length === 0,
    start: total(counted.rolls, ({ first }) => first) - cameFirst + movedFirst,
    end: total(counted.rolls, ({ last }) => last) - leftLast.length,
    boys: total(counted.rolls, ({ boys }) => boys) - leftLast.filter(({ sex }) => sex === 'male').length,
    girls: total(counted.rolls, ({ girls }) => girls) - leftLast.filter(({ sex }) => sex === 'female').length,
  };
}

interface Named {
  readonly key: string;
  readonly name: string;
  readonly kind: Row['kind'];
  readonly drill: Omit<DrillRef, 'of' | 'from' | 'to'>;
  readonly opens?: string;
  /** Why nobody knows of movements here. */
  readonly gap: string | null;
}

function moveCells(counted: Counted, { drill, gap }: Named, { from, to }: DaysAsked): readonly Cell[] {
  const { into, out } = sides(counted);
  const ref = { of: 'movements', ...drill, from, to } as const;
  const moved = (moves: readonly MovementLine[], which: string): Cell =>
    told(moves.length, gap, { ...ref, which });
  /** Where somebody came from or went to is read out of words: rows are not told apart by it. */
  const placed = (moves: readonly MovementLine[]): Cell => told(moves.length, gap);
  const arrivals = ofKind(into, 'arrival');
  const departures = ofKind(out, 'departure');
  const place = (move: MovementLine): MovementPlace => placeOf(move, counted.municipality);
  return [
    moved(arrivals, 'arrival'),
    ...FROM.map((one) => placed(arrivals.filter((move) => arrivedFrom(place(move)) === one))),
    told(departures.length + ofKind(out, 'expulsion').length, gap, { ...ref, which: 'departure,expulsion' }),
    ...PLACES.map(([one]) => placed(departures.filter((move) => place(move) === one))),
    moved(ofKind(out, 'expulsion'), 'expulsion'),
    moved(ofKind(out, 'graduation'), 'graduation'),
    moved(ofKind(into, 'transfer'), 'transfer,into'),
    moved(ofKind(out, 'transfer'), 'transfer,out'),
  ];
}

function rowOf(ground: ReportGround, counted: Counted, named: Named, asked: DaysAsked): Row {
  const sources = [...new Set(counted.rolls.map(({ source }) => source))];
  const { start, end, boys, girls, isStartRows, isEndRows } = edges(counted, asked);
  const sexGap = gapOf(ground, sources, 'student.sex');
  const startGap = gapOf(ground, sources, 'enrolment.fromDay', 'enrolment');
  const students = { of: 'students', ...named.drill } as const;
  const atStart = isStartRows ? { ...students, from: asked.from, to: asked.from } : undefined;
  const atEnd = (value?: string): DrillRef | undefined =>
    isEndRows ? { ...students, from: asked.to, to: asked.to, ...(value ? { value } : {}) } : undefined;
  return {
    key: named.key,
    kind: named.kind,
    cells: [
      cell(named.name),
      told(start, startGap, atStart),
      ...moveCells(counted, named, asked),
      cell(end, atEnd()),
      told(boys, sexGap, atEnd('male')),
      told(girls, sexGap, atEnd('female')),
    ],
    ...(named.opens === undefined ? {} : { opens: { scope: named.opens } }),
  };
}

interface Read {
  readonly tellings: readonly Telling[];
  readonly rolls: readonly RollLine[];
  readonly moves: readonly MovementLine[];
}

function schoolRows(
  ground: ReportGround,
  { tellings, rolls, moves }: Read,
  asked: DaysAsked,
): readonly Row[] {
  const own = groupedBy(rolls, ({ schoolId }) => schoolId);
  const moved = groupedBy(moves, ({ schoolId }) => schoolId);
  return tellings.map((telling) => {
    const { schoolId, school, municipality } = telling;
    const counted = { rolls: own.get(schoolId) ?? [], moves: moved.get(schoolId) ?? [], municipality };
    const named = { key: schoolId, name: school, kind: 'row', drill: { schoolId } } as const;
    const gap = untoldBy(ground, telling, 'movement');
    return rowOf(ground, counted, { ...named, gap, opens: `school:${schoolId}` }, asked);
  });
}

function classRows(ground: ReportGround, { tellings, rolls, moves }: Read, asked: DaysAsked): readonly Row[] {
  const municipality = tellings[0]?.municipality ?? '';
  const gap = untoldByAll(ground, tellings, 'movement');
  const keyOf = classKeys(rolls);
  return rolls.map((roll) => {
    const { schoolId, classId, className } = roll;
    const named = {
      key: keyOf(roll),
      name: className,
      kind: 'row',
      drill: { schoolId, classId },
      gap,
    } as const;
    const opens = `class:${classId}`;
    return rowOf(ground, { rolls: [roll], moves, municipality }, { ...named, opens }, asked);
  });
}

/** Отчёт по движению: school-domain §5. */
export const movementReport: ReportForm = {
  id: 'movement-report',
  title: 'Отчёт по движению',
  about: 'Сколько учащихся было на начало, прибыло, выбыло и стало на конец, по классам и школам.',
  scopes: ['region', 'municipality', 'school', 'class'],
  period: 'days',
  compares: true,
  namesStudents: false,
  async build(ground, request) {
    const asked = await daysAsked(ground, request);
    if (!asked.ok) return asked;
    const [tellings, rolls, moves] = await Promise.all([
      readTelling(ground.database, asked.value, 'movement'),
      readRolls(ground.database, asked.value),
      readMovements(ground.database, asked.value),
    ]);
    const wide = isWide(request.scope);
    const read = { tellings, rolls, moves };
    const rows = wide ? schoolRows(ground, read, asked.value) : classRows(ground, read, asked.value);
    const head = columns(wide ? 'Школа' : 'Класс');
    const summed = withSum(rows, head, asked.value);
    return ok({
      sections: allOf([
        { key: 'movement', title: null, columns: head, rows: summed, empty: 'За эти дни нет классов.' },
      ]),
      notes: [
        'Откуда и куда — по словам приказов и справок; регионы по ним не различаются и стоят в «других школах России».',
        'На начало — без прибывших в первый день; на конец — без выбывших в последний.',
        ...partlyTold(ground, tellings, 'movement', 'Движение'),
      ],
      signatures: ['Директор'],
    });
  },
};
