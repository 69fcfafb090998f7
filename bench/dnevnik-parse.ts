import { parseJson } from '../src/adapters/json.ts';
import { median, report } from './harness.ts';

/** A class-month of marks: 19-digit ids beside their texts, as «Дневник.ру» writes them. */
const MARKS = 4000;
const ROUNDS = 15;

const id = (kind: bigint, number: number): bigint =>
  2_000_000_000_000_000_001n + kind * 100_000_000_000_000_000n + BigInt(number);

const twice = (name: string, value: bigint): string => `"${name}":${value},"${name}_str":"${value}"`;

function markText(index: number): string {
  const person = BigInt(1_000_000_100_000 + (index % 30));
  return [
    `{${twice('id', id(5n, index))},"type":"Mark5","value":"${(index % 4) + 2}","textValue":"${(index % 4) + 2}"`,
    twice('person', person),
    twice('work', id(4n, index >> 2)),
    twice('lesson', id(3n, index >> 3)),
    `"number":0,"date":"2025-09-14T08:05:31.123456","workType":${id(10n, index % 12)}`,
    '"mood":"Good","use_avg_calc":true,"comment":"Отвечал у доски, «хорошо»"}',
  ].join(',');
}

const body = `[${Array.from({ length: MARKS }, (_none, index) => markText(index)).join(',')}]`;

function msOf(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

const lossless: number[] = [];
const plain: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  lossless.push(msOf(() => parseJson(body, 'bench')));
  plain.push(msOf(() => JSON.parse(body)));
}
const mbPerSecond = (ms: number): number => body.length / 1e6 / (ms / 1000);

report({
  bench: 'dnevnik-parse',
  figure: mbPerSecond(median(lossless)),
  unit: 'MB/s',
  limit: mbPerSecond(median(plain)),
  marks: MARKS,
});
