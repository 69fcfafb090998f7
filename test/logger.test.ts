import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { makeLogger } from '../src/logger.ts';

function logged(write: (logger: ReturnType<typeof makeLogger>) => void): string {
  const stream = new PassThrough();
  write(makeLogger('debug', stream));
  return String(stream.read() ?? '');
}

describe('logger', () => {
  it.each([
    ['a password', { password: 'Пароль1' }],
    ['a token within', { request: { headers: { authorization: 'Bearer abc' } } }],
    ['a birth date', { student: { birthDate: '2012-02-03' } }],
    ['a name in a list', { students: [{ displayName: 'Лаптев Егор' }] }],
    ['a session', { at: '318840027715590264413870025' }],
  ])('keeps %s out', (_, fields) => {
    const line = logged((logger) => logger.info('event', fields));
    expect(line).toContain('[redacted]');
    expect(line).not.toMatch(/Пароль1|Bearer|2012-02-03|Лаптев|31884/);
  });

  it('writes what is harmless as it is', () => {
    expect(
      JSON.parse(logged((logger) => logger.info('run.finished', { rows: 3, place: 'x' }))),
    ).toMatchObject({
      level: 'info',
      message: 'run.finished',
      rows: 3,
      place: 'x',
    });
  });
});
