import type { ReportForm } from './form.ts';

/** All report forms, by id. */
export const forms: readonly ReportForm[] = [];

/** A form by its id; null where there is none. */
export const formOf = (id: string): ReportForm | null => forms.find((form) => form.id === id) ?? null;
