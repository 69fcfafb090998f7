import type { Scope } from '../model/access.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Result } from '../model/result.ts';
import type { ReportGround, ReportRequest, ScopeKind } from './request.ts';
import type { Report } from './table.ts';

/** A form's own part of a report; title, scope in words, period, freshness and comparison are added to it. */
export type FormBody = Pick<Report, 'sections' | 'notes' | 'signatures'>;

/** A report form (school-domain §5): one file in `forms/`. */
export interface ReportForm {
  /** `school-results`: stands in addresses. */
  readonly id: string;
  readonly title: string;
  /** For whoever chooses: what it answers, in one sentence. */
  readonly about: string;
  /** What it may be asked about, the widest first. */
  readonly scopes: readonly ScopeKind[];
  /** `term`: terms and any two dates; `terms`: only terms; `days`: any two dates, a term stands for its days; `day`: the last one. */
  readonly period: 'term' | 'terms' | 'days' | 'day';
  /** Whether the same form of a year before can stand beside it. */
  readonly compares: boolean;
  /** Whether students are named in it: then it needs the scope `students.read`, too. */
  readonly namesStudents: boolean;
  /** What a viewer needs besides `reports.read`, and `students.read` where students are named. */
  readonly needs?: readonly Scope[];
  build(ground: ReportGround, request: ReportRequest): Promise<Result<FormBody, Diagnostic>>;
}

/** What a viewer needs besides `reports.read` to open a form. */
export const scopesOfForm = ({ namesStudents, needs = [] }: ReportForm): readonly Scope[] => [
  ...(namesStudents ? (['students.read'] as const) : []),
  ...needs,
];
