import type { Page } from './page.ts';
import { overview } from './pages/overview.tsx';

/** Every page there is. A test walks them: each role, each foreign school. */
export const pages: readonly Page[] = [overview];
