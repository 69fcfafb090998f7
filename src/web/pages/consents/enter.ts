import { z } from 'zod';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { Result } from '../../../model/result.ts';
import type { RegisterVisit } from '../../../store/register.ts';
import {
  consentInput,
  enterConsent,
  withdrawalInput,
  withdrawConsent,
} from '../../../sync/registers/consents.ts';
import { endRefusal, enterRefusal, refusalEndInput, refusalInput } from '../../../sync/registers/refusals.ts';
import { notFound, type Page, type PageReply, type Visit } from '../../page.ts';
import { authorOf } from '../../parts/author.ts';
import { badForm, refusalWords } from '../../parts/refusal-words.ts';
import { studentPage } from './student.tsx';
import { studentAsked } from './student-data.ts';

const orNull = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text;

interface Form<I> {
  readonly path: string;
  /** What to look at where the fields make no sense. */
  readonly fields: string;
  readonly input: z.ZodType<I>;
  /** The fields of the form as the register wants them. */
  readonly given: (visit: Visit, studentId: string) => unknown;
  readonly enter: (visit: Visit, at: RegisterVisit, input: I) => Promise<Result<unknown, Diagnostic>>;
}

/** A form of a student's papers: entered and back to the page, or the page with why not. */
const formPage = <I>({ path, fields, input, given, enter }: Form<I>): Page => ({
  method: 'post',
  path: `/consents/students/:studentId/${path}`,
  access: { scope: 'consents.write' },
  answer: async (visit): Promise<PageReply> => {
    const asked = await studentAsked(visit);
    if (!asked) return notFound('страницы ученика');
    const parsed = input.safeParse(given(visit, asked.studentId));
    if (!parsed.success) return studentPage(visit, badForm(fields), visit.form);
    const at = { schoolId: asked.place.schoolId, by: authorOf(visit), at: visit.now };
    const done = await enter(visit, at, parsed.data);
    return done.ok
      ? { kind: 'redirect', to: `/consents/students/${asked.studentId}?done=yes` }
      : studentPage(visit, refusalWords(done.error), visit.form);
  },
});

const consent = formPage({
  path: 'consents',
  fields: 'цель, день под подписью, срок',
  input: consentInput,
  given: ({ form }, studentId) => ({
    studentId,
    purpose: form['purpose'],
    state: form['state'],
    operator: orNull(form['operator']),
    signerGuardianId: orNull(form['guardian']),
    signedByStudent: form['byStudent'] === 'yes',
    fromDay: form['from'],
    toDay: orNull(form['to']),
    document: orNull(form['document']),
  }),
  enter: ({ deps }, at, input) => enterConsent(deps.store, at, input),
});

const withdrawal = formPage({
  path: 'withdrawal',
  fields: 'день отзыва',
  input: withdrawalInput.extend({ consent: z.uuid() }),
  given: ({ form }) => ({ day: form['day'], consent: form['consent'] }),
  enter: ({ deps }, at, { consent: id, ...input }) => withdrawConsent(deps.store, at, id, input),
});

const refusal = formPage({
  path: 'refusals',
  fields: 'с какого дня, по какой',
  input: refusalInput,
  given: ({ form }, studentId) => ({
    studentId,
    fromDay: form['from'],
    toDay: orNull(form['to']),
    document: orNull(form['document']),
  }),
  enter: ({ deps }, at, input) => enterRefusal(deps.store, at, input),
});

const refusalEnd = formPage({
  path: 'refusal-end',
  fields: 'последний день',
  input: refusalEndInput.extend({ refusal: z.uuid() }),
  given: ({ form }) => ({ day: form['day'], refusal: form['refusal'] }),
  enter: ({ deps }, at, { refusal: id, ...input }) => endRefusal(deps.store, at, id, input),
});

/** What is entered on the page of a student's papers. */
export const consentForms: readonly Page[] = [consent, withdrawal, refusal, refusalEnd];
