import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, dottedDay, timeOf } from '../../../src/adapters/local-date.ts';
import { personName, subjectOf, withoutClass } from '../../../src/adapters/netschool/names.ts';
import { hashPassword } from '../../../src/adapters/netschool/password-hash.ts';
import { classNumbers, termNumbers } from '../../../src/adapters/netschool/school-base.ts';
import { traitsOf } from '../../../src/adapters/netschool/server-version.ts';
import { settingsSchema } from '../../../src/adapters/netschool/settings.ts';
import { shownText, textOfHtml } from '../../../src/adapters/plain-text.ts';

describe('the password at log-in', () => {
  it.each([
    ['Пароль1', '46d9007', '46d9007ec7e2bfd35ad4598999c09e6d'],
    ['secret12', 'ba7f0352', 'ba7f03528fdff7b3a9609b2ec0b80db1'],
  ])('%s is hashed as windows-1251 with the salt', (password, pw, pw2) => {
    expect(hashPassword(password, '123456789')).toEqual({ pw, pw2 });
  });
});

describe('versions', () => {
  it.each([
    ['5.13.65122.12', 'classic', '/WebApi/signalr', false, false, '/asp/logout.asp'],
    ['5.25.1.1', 'classic', '/WebApi/signalr', true, true, '/asp/logout.asp'],
    ['5.30.1.1', 'core', '/webapi/queueHub', false, true, '/webapi/auth/logout'],
    ['5.56.4', 'core', '/webapi/signalr/queueHub', false, true, '/webapi/auth/logout'],
    ['', 'core', '/webapi/signalr/queueHub', false, true, '/webapi/auth/logout'],
  ])('%s', (version, hub, hubPath, pollingFirst, totalIsV2, logoutPath) => {
    expect(traitsOf(version)).toMatchObject({ hub, hubPath, pollingFirst, totalIsV2, logoutPath });
  });
});

describe('local dates', () => {
  it.each([
    ['2025-09-08T00:00:00', '2025-09-08'],
    ['2025-09-08T23:59:59.7883797', '2025-09-08'],
    ['2025-09-08', '2025-09-08'],
    ['2025-02-30T00:00:00', null],
    ['2025-09-08 00:00', null],
    ['', null],
  ])('%s → %s', (moment, day) => expect(dayOf(moment)).toBe(day));

  it.each([
    ['0001-01-01T08:30:00', '08:30'],
    ['8:05', '08:05'],
    ['24:00', null],
    ['', null],
  ])('%s → %s', (text, time) => expect(timeOf(text)).toBe(time));

  it('reads every dotted day that there is', () => {
    const dates = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [year = '', month, day] = iso.split('-');
        expect(dottedDay(`${Number(day)}.${month}.${year.slice(2)}`)).toBe(iso);
        expect(dottedDay(`${day}.${month}.${year}`)).toBe(iso);
      }),
    );
  });
});

describe('names', () => {
  it.each([
    ['Лаптева Вера Олеговна', 'Лаптева', 'Вера', 'Олеговна'],
    ['Лаптев\u00a0 Егор', 'Лаптев', 'Егор', null],
    ['Орлова И. Т.', null, null, null],
    ['Ким Ён Хи Чоль', null, null, null],
    ['Аристотель', null, null, null],
  ])('%s', (full, lastName, firstName, middleName) => {
    expect(personName(full)).toMatchObject({ lastName, firstName, middleName });
  });

  it('takes groups and subjects apart', () => {
    expect(withoutClass('7б/Английский язык/1', '7б')).toBe('Английский язык/1');
    expect(withoutClass('Алгебра', '7б')).toBe('Алгебра');
    expect(subjectOf('Английский язык/1')).toBe('Английский язык');
  });

  it('reads terms and classes', () => {
    expect(termNumbers('II четверть')).toEqual({ kind: 'quarter', ordinal: 2 });
    expect(termNumbers('1 полугодие')).toEqual({ kind: 'half_year', ordinal: 1 });
    expect(termNumbers('3 триместр')).toEqual({ kind: 'trimester', ordinal: 3 });
    expect(classNumbers('11 А')).toEqual({ grade: 11, letter: 'А' });
    expect(classNumbers('7б')).toEqual({ grade: 7, letter: 'б' });
    expect(classNumbers('Кадеты')).toEqual({ grade: null, letter: null });
  });
});

describe('texts', () => {
  it.each([
    ['---Не указана---', null],
    ['---', null],
    ['-', null],
    ['  ', null],
    [null, null],
    ['§ 2,\u00a0№ 31–34\r\nустно ', '§ 2, № 31–34\nустно'],
  ])('%j is shown as %j', (text, shown) => expect(shownText(text)).toBe(shown));

  it('makes plain text of HTML', () => {
    expect(textOfHtml('<p>§ 2</p>\r\n<b>См.</b> вложения.<script>1</script>')).toBe('§ 2\n\nСм. вложения.');
    expect(textOfHtml('1 < 2 и 3 > 2')).toBe('1 < 2 и 3 > 2');
  });
});

describe('settings', () => {
  const given = {
    baseUrl: 'https://diary.example',
    schoolId: '41',
    timeZone: 'Asia/Barnaul',
    mode: 'staff',
    accounts: [{ login: 'a', password: 'b' }],
  };

  it('are filled up', () => {
    expect(settingsSchema.parse(given)).toMatchObject({
      requestsPerSecond: 2,
      concurrency: 1,
      details: 'marks',
    });
  });

  it.each<readonly [string, object]>([
    ['two accounts of staff', { accounts: [given.accounts[0], given.accounts[0]] }],
    ['an empty session', { accounts: [{ session: {} }] }],
    ['a zone that is none', { timeZone: 'Barnaul' }],
    ['another scheme', { baseUrl: 'ftp://diary.example' }],
    ['a school that is no number', { schoolId: '41a' }],
    ['an unknown setting', { passwrod: 'x' }],
  ])('refuse %s', (_name, change) => {
    expect(settingsSchema.safeParse({ ...given, ...change }).success).toBe(false);
  });
});
