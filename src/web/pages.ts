import type { Page } from './page.ts';

/** Every page there is. A test walks them: each role, each foreign school. */
export const pages: readonly Page[] = [];
