import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneDecimal } from '../../src/reports/formulas.ts';
import { printedWords, workbookNumbers } from './files.ts';
import { NEW } from './new-journal.ts';
import type { Desk, Office } from './office.ts';

/** A report as the API tells it. */
interface Told {
  readonly sections: readonly {
    readonly columns: readonly { readonly key: string; readonly kind: string }[];
    readonly rows: readonly {
      readonly cells: Readonly<Record<string, { readonly value: string | number | null }>>;
    }[];
  }[];
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** The numbers of its first table, row by row. */
const numbersOf = ({ sections: [section] }: Told): readonly (readonly number[])[] =>
  (section?.rows ?? []).map(({ cells }) =>
    Object.values(cells).flatMap(({ value }) => (typeof value === 'number' ? [value] : [])),
  );

/** The same as they are printed. */
const printed = ({ sections: [section] }: Told): readonly string[] =>
  (section?.rows ?? []).flatMap(({ cells }) =>
    (section?.columns ?? []).flatMap(({ key, kind }) => {
      const value = cells[key]?.value;
      if (typeof value !== 'number') return [];
      return kind === 'integer' ? String(value) : oneDecimal(value);
    }),
  );

/** A deputy head goes from the first page down to a row, and takes the report away. */
export function walkReports(office: () => Office): void {
  describe('a deputy head', () => {
    let desk: Desk;
    let page: Page;
    let told: Told;
    beforeAll(async () => {
      desk = await office().signIn('deputy_head');
      page = desk.page;
    });
    afterAll(() => desk.close());

    it('reads of the school on the first page', async () => {
      const school = page.getByRole('link', { name: office().world.year.name });
      await school.first().waitFor();
      expect(await page.getByRole('navigation', { name: 'Разделы' }).getByRole('link').count()).toBe(6);
    });

    it('opens a report', async () => {
      await page.getByRole('link', { name: 'Отчёты', exact: true }).click();
      await page.getByLabel('О ком').selectOption(`school:${office().world.schoolId}`);
      await page.getByRole('button', { name: 'Показать' }).click();
      await page.getByRole('link', { name: 'Итоги успеваемости', exact: true }).click();
      await page.getByRole('table').first().waitFor();
      const { search } = new URL(page.url());
      const answer = await office().ask(`/v1/reports/school-results${search}&format=json`);
      expect(answer.status).toBe(200);
      told = (await answer.json()) as Told;
      expect(numbersOf(told).flat().length).toBeGreaterThan(10);
    });

    it('finds in the file the numbers that the API tells', async () => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'XLSX' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^school-results_.*\.xlsx$/);
      expect(await workbookNumbers(await download.path())).toEqual(
        numbersOf(told).filter((row) => row.length > 0),
      );
    });

    it('prints it with every number on the paper', async () => {
      const words = await printedWords(await page.pdf({ format: 'A4', preferCSSPageSize: true }));
      for (const { text, left, right, paper } of words) {
        expect([text, left >= 0 && right <= paper]).toEqual([text, true]);
      }
      const text = words.map((word) => word.text).join(' ');
      for (const number of printed(told)) expect(text).toContain(number);
    });

    it('opens the rows behind a number, each with where it comes from', async () => {
      const number = page.getByRole('table').first().locator('td.number a').first();
      const value = Number((await number.textContent())?.replace(',', '.'));
      await number.click();
      await page.waitForURL('**/reports/rows?*');
      const table = page.getByRole('table');
      await table.waitFor();
      expect(await table.locator('tbody tr').count()).toBe(value);
      expect(await table.textContent()).toContain('netschool/staff');
      await table.locator('tbody th, tbody td').locator('a').first().click();
      await page.waitForURL('**/diary/*');
    });

    it('explains a finding', async () => {
      await page.getByRole('link', { name: 'Журнал под контролем', exact: true }).click();
      await page.locator('a[href^="/control/findings/"]').first().click();
      await page.getByLabel('Что случилось и почему').fill('Учитель болел');
      await page.getByRole('button', { name: 'Записать объяснение' }).click();
      await page.locator('.notes').getByText('Учитель болел').waitFor();
      expect(await page.locator('main').textContent()).toContain('объяснено');
    });

    it('signs out, and is nobody then', async () => {
      await page.getByRole('button', { name: 'Выйти' }).click();
      await heading(page).getByText('Вход').waitFor();
      await page.goto('/reports');
      expect(await heading(page).textContent()).toBe('Вход');
      expect(desk.strangers).toEqual([]);
    });
  });
}

/** The administrator of the journal begins a move, and answers what only a person can. */
export function walkMove(office: () => Office): void {
  describe('an administrator of the journal', () => {
    let desk: Desk;
    let page: Page;
    beforeAll(async () => {
      desk = await office().signIn('journal_administrator');
      page = desk.page;
    });
    afterAll(() => desk.close());

    it('plans a move', async () => {
      await page.goto('/migrations/new?from=journal');
      await page.getByLabel('Куда переносим').selectOption(NEW);
      await page.getByLabel('Кто получит данные').fill('Школьный портал');
      await page.getByRole('button', { name: 'Составить план' }).click();
      await page.waitForURL(/\/migrations\/\d+$/);
      await page.getByText('Дальше — вопросы').waitFor();
    });

    it('answers the questions in the page, till there is none', async () => {
      await page.getByRole('link', { name: 'Соответствия', exact: true }).click();
      const open = page.locator('li.question.open');
      await open.first().waitFor();
      const count = await open.count();
      for (let left = count; left > 0; left -= 1) {
        await open.first().getByLabel('не переносить').check();
        await open.first().getByRole('button', { name: 'Ответить' }).click();
        await expect.poll(() => open.count(), { timeout: 30_000 }).toBe(left - 1);
      }
      await page.getByText('Вопросов не осталось').waitFor();
      expect(desk.strangers).toEqual([]);
    });
  });
}
