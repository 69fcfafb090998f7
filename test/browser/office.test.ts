import { afterAll, beforeAll } from 'vitest';
import { describeInBrowser } from './chromium.ts';
import { lookAtEveryPage } from './every-page.ts';
import { type Office, openOffice } from './office.ts';
import { workWithoutScript } from './scriptless.ts';
import { walkMove, walkReports } from './walk.ts';

/** One school and one browser for all that is looked at: reading the one and starting the other takes longest. */
describeInBrowser('the office in a browser', { timeout: 180_000 }, () => {
  let opened: Office | null = null;
  const office = (): Office => {
    if (!opened) throw new Error('the office was not opened');
    return opened;
  };
  beforeAll(async () => {
    opened = await openOffice();
  }, 600_000);
  afterAll(() => opened?.close(), 60_000);

  walkReports(office);
  walkMove(office);
  lookAtEveryPage(office);
  workWithoutScript(office);
});
