import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { describe } from 'vitest';

/** Where systems keep it. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
];

/** The system's Chromium; null where there is none. */
const executable = PLACES.find((place) => existsSync(place)) ?? null;

if (executable === null) {
  const words = 'No Chromium on this system: the tests of pages in a browser are left out.';
  if (process.env['CI']) throw new Error(`${words} Install it: apt-get install chromium`);
  console.warn(words);
}

/** Tests that need a browser: said plainly to be left out where there is none, and never in CI. */
export const describeInBrowser = describe.skipIf(executable === null);

/** Starts the browser. */
export function startBrowser(): Promise<Browser> {
  if (executable === null) throw new Error('there is no Chromium to start');
  // As root, in a container, Chromium has no sandbox of its own to start in.
  return chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/**
 * A window of one's own, in Russian, that notes every request that would leave `origin`. `bypass`: a test may bring
 * script of its own into the pages, which their policy forbids.
 */
export async function openWindow(
  browser: Browser,
  origin: string,
  options: { readonly width?: number; readonly script?: boolean; readonly bypass?: boolean } = {},
): Promise<{ readonly window: BrowserContext; readonly strangers: string[] }> {
  const strangers: string[] = [];
  const window = await browser.newContext({
    baseURL: origin,
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    viewport: { width: options.width ?? 1440, height: 900 },
    javaScriptEnabled: options.script ?? true,
    acceptDownloads: true,
    bypassCSP: options.bypass ?? false,
  });
  await window.route('**/*', async (route) => {
    const url = route.request().url();
    if (url.startsWith(`${origin}/`) || url.startsWith('data:')) {
      await route.continue();
      return;
    }
    strangers.push(url);
    await route.abort();
  });
  return { window, strangers };
}
