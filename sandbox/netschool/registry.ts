import type { Visit } from './route.ts';

/** The form that every «registry» endpoint takes, and its answer. */
export interface RegistryForm {
  readonly fields: readonly string[];
  readonly filters: ReadonlyMap<string, string>;
  readonly search: string | null;
  readonly page: number;
  /** Null gives everything. */
  readonly pageSize: number | null;
}

interface WireForm {
  readonly filterContext?: {
    readonly selectedData?: readonly { filterId?: unknown; filterValue?: unknown }[];
  };
  readonly fields?: readonly unknown[];
  readonly page?: number | null;
  readonly pageSize?: number | null;
  readonly search?: unknown;
}

function searchText(search: unknown): string | null {
  if (typeof search === 'string') return search;
  const text = typeof search === 'object' && search !== null ? (search as { text?: unknown }).text : null;
  return typeof text === 'string' ? text : null;
}

export function registryForm({ call }: Visit): RegistryForm {
  const form = (call.json ?? {}) as WireForm;
  const chosen = form.filterContext?.selectedData ?? [];
  return {
    fields: (form.fields ?? []).map(String),
    filters: new Map(chosen.map((row) => [String(row.filterId), String(row.filterValue)])),
    search: searchText(form.search),
    page: form.page ?? 1,
    pageSize: form.pageSize ?? null,
  };
}

/** A page of rows in the registry's shape. */
export function registryPage(form: RegistryForm, rows: readonly object[]): object {
  const from = form.pageSize === null ? 0 : (form.page - 1) * form.pageSize;
  const to = form.pageSize === null ? rows.length : from + form.pageSize;
  return { fields: form.fields, page: form.page, totalItems: rows.length, rows: rows.slice(from, to) };
}
