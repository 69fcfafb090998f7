import { afterAll, beforeAll, describe } from 'vitest';
import type { Mode } from '../vendors.ts';
import { checks } from './checks.ts';
import { type JournalName, openReportWorld, type ReportWorld } from './world.ts';

/** Tests of one form in a school that stands on some journal; `world` is there when they run. */
export type FormCheck = (world: () => ReportWorld) => void;

/** Reads a small school once and holds the figures of every form against what the truth says of it. */
export function holdReports(name: JournalName, mode: Mode): void {
  describe(`reports of a school on ${name}, read by the ${mode} mode`, () => {
    let opened: ReportWorld | null = null;
    beforeAll(async () => {
      opened = await openReportWorld(name, mode);
      // Families are read one after another; other tests run meanwhile.
    }, 600_000);
    afterAll(() => opened?.close());
    for (const [form, check] of Object.entries(checks)) {
      describe(form, () =>
        check(() => {
          if (!opened) throw new Error('the school was not read');
          return opened;
        }),
      );
    }
  });
}
