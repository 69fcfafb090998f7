import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Role, roles } from '../../src/model/roles.ts';
import type { Page } from '../../src/web/page.ts';
import { pages } from '../../src/web/pages.ts';
import type { Desk, Office } from './office.ts';
import { findThings, type Things } from './things.ts';

const axeScript = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What people look at: neither files nor events. */
const shown = pages.filter(({ method, path }) => method === 'get' && !/\.\w+$|\/(file|events)$/.test(path));

/** Between the two of them they open every page. */
const VISITORS = ['journal_administrator', 'deputy_head'] as const satisfies readonly Role[];

const visitorOf = ({ access }: Page): (typeof VISITORS)[number] | undefined =>
  VISITORS.find(
    (role) => access === 'signed_in' || (roles[role].scopes as readonly string[]).includes(access.scope),
  );

/** The faults that keep somebody from using the page, each with the first place of it. */
async function graveFaults(tab: Tab): Promise<readonly string[]> {
  await tab.addScriptTag({ content: axeScript });
  const { violations } = await tab.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** Pictures that could not be drawn. */
const brokenPictures = (tab: Tab): Promise<readonly string[]> =>
  tab.evaluate('[...document.images].filter((image) => image.naturalWidth === 0).map(({ alt }) => alt)');

/** By how much a page is wider than its window. */
async function overflow(tab: Tab, width: number): Promise<number> {
  await tab.setViewportSize({ width, height: 900 });
  return tab.evaluate<number>('document.scrollingElement.scrollWidth - window.innerWidth');
}

const held = (desk: Desk | undefined): Desk => {
  if (!desk) throw new Error('nobody has signed in');
  return desk;
};

/** Every page there is: nothing grave in it, nothing from elsewhere, and room enough in any window. */
export function lookAtEveryPage(office: () => Office): void {
  describe('every page', () => {
    const desks = new Map<Role, Desk>();
    let things: Things;
    beforeAll(async () => {
      things = await findThings(office());
      for (const role of VISITORS) desks.set(role, await office().signIn(role, { bypass: true }));
    }, 120_000);
    afterAll(async () => {
      for (const desk of desks.values()) await desk.close();
    });

    it.each(shown.map((page) => [page.path, page] as const))('%s', async (_, page) => {
      const { page: tab, strangers } = held(desks.get(visitorOf(page) ?? 'principal'));
      await tab.setViewportSize({ width: 1440, height: 900 });
      const answer = await tab.goto(things.addressOf(page));
      expect(answer?.status()).toBe(200);
      expect([await graveFaults(tab), await brokenPictures(tab)]).toEqual([[], []]);
      expect([await overflow(tab, 1024), await overflow(tab, 390)]).toEqual([0, 0]);
      expect(strangers).toEqual([]);
    });

    it.each([
      ['/signin', 200],
      ['/no/such/page', 404],
    ])('%s, which a stranger sees', async (path, status) => {
      const stranger = await office().open({ bypass: true });
      const answer = await stranger.page.goto(path);
      expect(answer?.status()).toBe(status);
      expect(await graveFaults(stranger.page)).toEqual([]);
      expect(await overflow(stranger.page, 390)).toBe(0);
      expect(stranger.strangers).toEqual([]);
      await stranger.close();
    });
  });

  describe('with the keyboard alone', () => {
    let desk: Desk;
    beforeAll(async () => {
      desk = await office().signIn('deputy_head');
    });
    afterAll(() => desk.close());

    it('one gets past the head of a page at once', async () => {
      const { page } = desk;
      await page.goto('/control');
      await page.keyboard.press('Tab');
      const skip = page.getByRole('link', { name: 'К содержанию' });
      expect(await skip.evaluate('document.activeElement.textContent')).toBe('К содержанию');
      expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.closest("main") !== null')).toBe(true);
    });

    it('one sees where one is', async () => {
      const { page } = desk;
      await page.goto('/reports');
      const unseen: unknown[] = [];
      for (let step = 0; step < 25; step += 1) {
        await page.keyboard.press('Tab');
        const [where, outline] = await page.evaluate<[string, string]>(
          '[document.activeElement.outerHTML.slice(0, 80), getComputedStyle(document.activeElement).outlineStyle]',
        );
        if (outline === 'none') unseen.push(where);
      }
      expect(unseen).toEqual([]);
    });
  });
}
