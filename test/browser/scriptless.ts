import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk, Office } from './office.ts';

/** What the pages promise to do without any script in the browser. */
export function workWithoutScript(office: () => Office): void {
  describe('without script', () => {
    let desk: Desk;
    let page: Page;
    beforeAll(async () => {
      desk = await office().signIn('journal_administrator', { script: false });
      page = desk.page;
    });
    afterAll(() => desk.close());

    it('chooses a period by a button', async () => {
      await page.getByLabel('Период').selectOption({ index: 0 });
      await page.getByRole('button', { name: 'Показать' }).click();
      await page.waitForURL(/term=/);
      await page.getByRole('heading', { level: 1, name: 'Обзор' }).waitFor();
    });

    it('finds people by the search', async () => {
      const [student] = office().world.year.students;
      await page.getByRole('searchbox', { name: 'Поиск' }).fill(student?.lastName ?? '');
      await page.getByRole('button', { name: 'Найти' }).click();
      await page
        .locator('main')
        .getByText(student?.lastName ?? '')
        .first()
        .waitFor();
    });

    it('opens reports, takes them away, and offers no button that needs script', async () => {
      await page.goto(`/reports/school-results?scope=school:${office().world.schoolId}`);
      expect(await page.locator('[data-print]').isVisible()).toBe(false);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'PDF' }).click(),
      ]);
      expect(await download.failure()).toBeNull();
    });

    it('follows a reading by asking again', async () => {
      await page.goto('/sources/journal');
      await page.getByRole('button', { name: 'Прочитать сейчас' }).click();
      await page.waitForURL(/\/sources\/runs\/\d+$/);
      const heading = page.getByRole('heading', { level: 1 });
      await expect
        .poll(
          async () => {
            const again = page.getByRole('link', { name: 'Обновить' });
            if (await again.isVisible()) await again.click();
            return heading.textContent();
          },
          { timeout: 120_000, interval: 500 },
        )
        .toContain('прочитано');
      expect(desk.strangers).toEqual([]);
    });
  });
}
