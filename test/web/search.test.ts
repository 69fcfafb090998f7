import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { putInvented, SURNAME, schoolA, schoolB } from '../api/invented.ts';
import { type SchoolRows, schoolRows } from '../api/rows.ts';
import { testStore } from '../database.ts';
import { inlineParts, markupFaults } from './markup.ts';
import { type Office, startOffice, type Visitor } from './office.ts';

let store: Store;
let office: Office;
let rows: SchoolRows;
let deputy: Visitor;
let specialist: Visitor;
let teacher: Visitor;

beforeAll(async () => {
  store = await testStore();
  const { family } = await putInvented(store);
  rows = family;
  await rows.put('class', '2209', { name: '10 А', grade: 10, letter: 'А' });
  await rows.put('student', '502', { displayName: 'Ёлкина Алёна' });
  await rows.put('enrolment', 'e2', {
    studentId: rows.id('student', '502'),
    classId: rows.id('class', '2209'),
    fromDay: '2025-09-01',
  });
  for (let number = 0; number < 40; number += 1) {
    await rows.put('staff', `many-${number}`, {
      displayName: `Толпина Вера ${String(number).padStart(2, '0')}`,
    });
  }
  await rows.put('staff', 'odd', { displayName: '100% <b>Процентова</b> & Ко' });
  const far = schoolRows(store, schoolB, 'netschool/family');
  await far.put('class', '2207', { name: '7б', grade: 7, letter: 'б' });
  await rows.put('teachingLoad', 'tl', {
    staffId: rows.id('staff', 't1'),
    classId: rows.id('class', '2207'),
    subjectId: rows.id('subject', 'Алгебра'),
    hoursPerWeek: 3,
  });
  office = await startOffice(store);
  deputy = await office.signIn('deputy_head', { schools: [schoolA] });
  specialist = await office.signIn('municipal_specialist', { all: true });
  teacher = await office.signIn('homeroom_teacher', { schools: [schoolA] }, [rows.id('class', '2207')]);
});
afterAll(async () => {
  await office.close();
  await store.close();
});

const search = async (visitor: Visitor, query: string): Promise<string> => {
  const { status, text } = await visitor.get(`/search?q=${encodeURIComponent(query)}`);
  expect(status).toBe(200);
  expect([...markupFaults(text), ...inlineParts(text)]).toEqual([]);
  return text.slice(text.indexOf('<main'));
};

/** Where what was found leads. */
const links = (text: string): readonly string[] =>
  [...text.matchAll(/<li><a href="([^"]+)"/g)].map(([, href]) => href ?? '');

describe('search', () => {
  it.each([
    ['школа 2', () => [`/schools/${schoolA}`]],
    ['ШКОЛА', () => [`/schools/${schoolA}`]],
    ['7б', () => [`/reports?scope=class%3A${rows.id('class', '2207')}`]],
    ['7 Б', () => [`/reports?scope=class%3A${rows.id('class', '2207')}`]],
    ['10а', () => [`/reports?scope=class%3A${rows.id('class', '2209')}`]],
    ['придум', () => [`/control?school=${schoolA}&amp;teacher=${rows.id('staff', 't1')}`]],
    ['вера придумова', () => [`/control?school=${schoolA}&amp;teacher=${rows.id('staff', 't1')}`]],
    ['елкина', () => [`/diary/${rows.id('student', '502')}`]],
    ['ЁЛКИНА алена', () => [`/diary/${rows.id('student', '502')}`]],
    ['100%', () => [`/control?school=${schoolA}&amp;teacher=${rows.id('staff', 'odd')}`]],
  ])('finds «%s»', async (query, found) => {
    expect(links(await search(deputy, query))).toEqual(found());
  });

  it.each([
    ['ничего такого'],
    ['%'.repeat(3)],
    ['_____'],
    ['\\'],
    ["'; drop table student; --"],
    ['\u0000'],
    ['<script>'],
  ])('finds nothing by «%s», and says so', async (query) => {
    const text = await search(deputy, query);
    expect(links(text)).toEqual([]);
    expect(text).not.toContain('<script>');
  });

  it('waits for a word', async () => {
    expect(await search(deputy, '  ')).toContain('Введите название');
    expect((await deputy.get('/search')).status).toBe(200);
  });

  it('says when there are more than it shows', async () => {
    const text = await search(deputy, 'толпина');
    expect(links(text)).toHaveLength(25);
    expect(text).toContain('Показаны первые 25');
  });

  it('shows names as they are written', async () => {
    expect(await search(deputy, 'процентова')).toContain('100% &lt;b>Процентова&lt;/b> &amp; Ко');
  });

  it('finds nothing of another school', async () => {
    const text = await search(deputy, 'дальний');
    expect(links(text)).toEqual([]);
    expect(links(await search(deputy, 'гимназия'))).toEqual([]);
    expect(links(await search(specialist, '7б'))).toHaveLength(2);
  });

  it('names students to those alone who may open them, without a link to what is closed', async () => {
    const text = await search(specialist, SURNAME);
    expect(text).toContain(`${SURNAME} Анна`);
    expect(links(text)).toEqual([]);
  });

  it('finds for a homeroom teacher the own class, its students and its teachers', async () => {
    expect(links(await search(teacher, SURNAME))).toEqual([`/diary/${rows.id('student', '501')}`]);
    expect(links(await search(teacher, 'придумова'))).toHaveLength(1);
    for (const foreign of ['елкина', '10а', 'толпина', 'заменский']) {
      expect(links(await search(teacher, foreign))).toEqual([]);
    }
  });
});
