import type { ReportForm } from './form.ts';
import { schoolResults } from './forms/school-results.ts';

/** All report forms, in the order in which they are offered. */
export const forms: readonly ReportForm[] = [schoolResults];

/** A form by its id; null where there is none. */
export const formOf = (id: string): ReportForm | null => forms.find((form) => form.id === id) ?? null;
