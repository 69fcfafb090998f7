/** A kind of problem that the API answers with: RFC 9457's `title` and `status`, and what to do about it. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly hint: string;
}
