import type { Page } from './page.ts';
import { consentPages } from './pages/consents/pages.ts';
import { controlPages } from './pages/control/pages.ts';
import { diary } from './pages/diary/diary.tsx';
import { migrationPages } from './pages/migrations/pages.ts';
import { overview } from './pages/overview.tsx';
import { reportPages } from './pages/reports/pages.ts';
import { school } from './pages/school.tsx';
import { search } from './pages/search.tsx';
import { sourcePages } from './pages/sources/pages.ts';

/** Every page there is. A test walks them: each role, each foreign school. */
export const pages: readonly Page[] = [
  overview,
  school,
  search,
  ...sourcePages,
  ...migrationPages,
  ...reportPages,
  ...controlPages,
  diary,
  ...consentPages,
];
