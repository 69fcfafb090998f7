import type { Reach } from '../model/access.ts';
import type { Period } from '../model/period.ts';
import type { ReadDatabase } from '../store/read/database.ts';

/** What a report may be about, the widest first. `region` is everything within the viewer's reach. */
export const scopeKinds = ['region', 'municipality', 'school', 'class'] as const;

/** See {@link scopeKinds}. */
export type ScopeKind = (typeof scopeKinds)[number];

/** One of them; written `region`, `municipality:Заречный`, `school:<id>`, `class:<id>`. */
export type ReportScope =
  | { readonly kind: 'region' }
  | { readonly kind: 'municipality'; readonly name: string }
  | { readonly kind: 'school'; readonly schoolId: string }
  | { readonly kind: 'class'; readonly classId: string };

/** What is asked. Forms without a period (a contingent list) take its last day. */
export interface ReportRequest {
  readonly scope: ReportScope;
  readonly period: Period;
}

/** What a form stands on. Reach stands in every statement: it is not left to a form to remember. */
export interface ReportGround {
  readonly database: ReadDatabase;
  readonly reach: Reach;
  /** The only classes of which the viewer sees anything (a homeroom teacher's); null: all within reach. */
  readonly classIds: readonly string[] | null;
  readonly now: Date;
  /** Whether the viewer may know that a named student was ill (school-domain §7). */
  readonly seesIllness: boolean;
  /** What a source (`netschool/staff`) cannot tell, `entity` or `entity.field` → the reason in Russian. */
  readonly gapsOf: (source: string) => Readonly<Record<string, string>>;
}
