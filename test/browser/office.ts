import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import type { Role } from '../../src/model/roles.ts';
import { addClient } from '../../src/store/clients.ts';
import { addPerson } from '../../src/store/people.ts';
import { LOOKS, openReportWorld, type ReportWorld } from '../ground-truth/reports/world.ts';
import { openWindow, startBrowser } from './chromium.ts';
import { startNewJournal } from './new-journal.ts';

const PASSWORD = 'длинный пароль 1';

/** How long a page may take where many tests run beside one another. */
export const PATIENCE = 30_000;

/** A window in which somebody has signed in. */
export interface Desk {
  readonly window: BrowserContext;
  readonly page: Page;
  /** Requests that would have left the office. */
  readonly strangers: readonly string[];
  close(): Promise<void>;
}

/** How a window differs from the usual one. */
export type DeskOptions = Parameters<typeof openWindow>[2];

/** The office of a small school, in a browser. */
export interface Office {
  readonly world: ReportWorld;
  readonly url: string;
  /** Opens a window for a stranger. */
  open(options?: DeskOptions): Promise<Desk>;
  /** Opens a window and signs in by the form, as somebody of a role in the school. */
  signIn(role: Role, options?: DeskOptions): Promise<Desk>;
  /** Asks the API as a program of the school does. */
  ask(path: string): Promise<Response>;
  close(): Promise<void>;
}

async function openDesk(browser: Browser, url: string, options?: DeskOptions): Promise<Desk> {
  const { window, strangers } = await openWindow(browser, url, options);
  window.setDefaultTimeout(PATIENCE);
  return { window, strangers, page: await window.newPage(), close: () => window.close() };
}

/** Somebody of every role that is asked for; logins are the roles' names. */
async function enter({ page }: Desk, role: Role): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Логин').fill(role);
  await page.getByLabel('Пароль').fill(PASSWORD);
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.getByRole('heading', { level: 1, name: 'Обзор' }).waitFor();
}

/** Sets the clock of the program to the last look at the journal, so that pages speak of those days. */
async function setClock({ services, year }: ReportWorld): Promise<void> {
  const { epochMilliseconds } = Temporal.PlainDateTime.from(LOOKS[1]).toZonedDateTime(year.timeZone);
  await services.startClockAt(new Date(epochMilliseconds));
}

/** What a program of the school asks the API with. */
async function tokenOf({ services, schoolId }: ReportWorld): Promise<string> {
  const scopes = ['reports.read', 'students.read', 'registers.read'] as const;
  const wanted = {
    name: 'test',
    scopes,
    reach: { schools: [schoolId] },
    purpose: 'school' as const,
    operator: null,
  };
  const { client } = await addClient(services.store, wanted, services.run.now());
  return services.tokenFor(client.clientId, client.scopes);
}

/** Opens the office of a school that was read from a journal, and a browser. */
export async function openOffice(): Promise<Office> {
  const world = await openReportWorld('5.47', 'staff');
  const { services, schoolId } = world;
  await setClock(world);
  const journal = await startNewJournal(world);
  const served = await services.listen();
  if (!served.ok) throw new Error(served.error.code);
  const { url, close } = served.value;
  const browser = await startBrowser();
  const known = new Set<Role>();
  const token = await tokenOf(world);
  return {
    world,
    url,
    open: (options) => openDesk(browser, url, options),
    async signIn(role, options) {
      if (!known.has(role)) {
        const person = {
          login: role,
          name: 'Выдуманная Анна Сергеевна',
          role,
          classIds: [],
          password: PASSWORD,
        };
        await addPerson(services.store, { ...person, reach: { schools: [schoolId] } }, services.run.now());
        known.add(role);
      }
      const desk = await openDesk(browser, url, options);
      await enter(desk, role);
      return desk;
    },
    ask: (path) => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } }),
    async close() {
      await browser.close();
      await close(500);
      await journal.close();
      await world.close();
    },
  };
}
