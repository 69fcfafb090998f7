import type { FormCheck } from './suite.ts';

/** What is held of each form: one file a form in `forms/`. */
export const checks: Readonly<Record<string, FormCheck>> = {};
