import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdapterError } from '../../src/adapters/errors.ts';
import { parseJson } from '../../src/adapters/json.ts';

function failureOf(body: string): AdapterError['diagnostic'] {
  try {
    parseJson(body, 'a list');
  } catch (error) {
    if (error instanceof AdapterError) return error.diagnostic;
    throw error;
  }
  throw new Error('it was read');
}

describe('parseJson', () => {
  it.each<readonly [string, unknown]>([
    [
      '{"id":7000000000000100011,"n":[-9007199254740993]}',
      { id: '7000000000000100011', n: ['-9007199254740993'] },
    ],
    ['{"id":9007199254740991}', { id: 9007199254740991 }],
    ['{"text":"7000000000000100011"}', { text: '7000000000000100011' }],
    ['{"a\\"7000000000000100011":1}', { 'a"7000000000000100011': 1 }],
    ['[1.00000000000000001, 1e400]', [1, Number.POSITIVE_INFINITY]],
    ['', null],
    ['true', true],
  ])('%s', (body, value) => expect(parseJson(body, 'a list')).toEqual(value));

  it('reads what was written, whatever it was', () => {
    fc.assert(
      fc.property(fc.json(), (body) => {
        const expected: unknown = JSON.parse(body);
        // The generator's own large integers are rounded already: they are not what this test is about.
        fc.pre(!/\d{16}/.test(body));
        expect(parseJson(body, 'a list')).toEqual(expected);
      }),
    );
  });

  it('keeps every digit of every integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n }), (number) => {
        expect(parseJson(`{"a":[${number},"${number}"]}`, 'a list')).toEqual({
          a: [`${number}`, `${number}`],
        });
      }),
    );
  });

  it.each([
    ['a page', '<html>Лаптева</html>'],
    ['wrong in the middle', '{"name":"Лаптева", oops}'],
    ['wrong at the end', '[{"name":"Лаптева"}] oops'],
    ['wrong and open', '{"name":"Лаптева", oops'],
    ['closed by the other bracket', '{"name":"Лаптева"]'],
    ['too deep', '['.repeat(100) + ']'.repeat(100)],
  ])('refuses what is %s, without quoting it', (_name, body) => {
    const diagnostic = failureOf(body);
    expect(diagnostic).toMatchObject({ code: 'adapter.contract_broken', place: 'a list' });
    expect(JSON.stringify(diagnostic)).not.toContain('Лаптева');
  });

  it('takes every beginning of a list or an object for one that was cut off', () => {
    const whole = fc.tuple(fc.json(), fc.array(fc.json())).map(([a, rest]) => `{"a":${a}, "b":[${rest}]}`);
    fc.assert(
      fc.property(whole, fc.nat(), (body, at) => {
        const start = body.slice(0, 1 + (at % (body.length - 1)));
        expect(failureOf(start)).toMatchObject({ code: 'adapter.unavailable', place: 'a list' });
      }),
    );
  });

  it('does not quote what was cut off', () => {
    expect(JSON.stringify(failureOf('{"name":"Лаптева'))).not.toContain('Лаптева');
  });
});
