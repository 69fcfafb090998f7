import type { VNode } from 'preact';
import { disclosurePurposes } from '../../../model/disclosure.ts';
import type { Fields, Visit } from '../../page.ts';
import { Csrf } from '../../parts/csrf.tsx';
import { Field } from '../../parts/field.tsx';
import { purposes } from './states.ts';
import type { ConsentRow, RefusalRow, StudentPapers } from './student-data.ts';

interface FormProps {
  readonly visit: Visit;
  readonly papers: StudentPapers;
  /** What was sent and not taken, to be put right. */
  readonly sent: Fields;
}

const action = ({ studentId }: StudentPapers, what: string): string =>
  `/consents/students/${studentId}/${what}`;

const Signers = ({ papers, sent }: Pick<FormProps, 'papers' | 'sent'>): VNode => (
  <>
    <Field
      label="Кто подписал"
      {...(papers.guardians.length === 0 ? { hint: 'Журнал не называет представителей этого ученика.' } : {})}
    >
      <select name="guardian">
        <option value="">представитель не подписывал</option>
        {papers.guardians.map(({ id, name }) => (
          <option value={id} key={id} selected={id === sent['guardian']}>
            {name}
          </option>
        ))}
      </select>
    </Field>
    <label class="check">
      <input type="checkbox" name="byStudent" value="yes" checked={sent['byStudent'] === 'yes'} />
      подписал и сам ученик (с 14 лет вместе с представителем, с 18 — только сам)
    </label>
  </>
);

const Days = ({
  papers,
  sent,
  first,
}: Pick<FormProps, 'papers' | 'sent'> & { readonly first: string }): VNode => (
  <fieldset>
    <Field label={first}>
      <input type="date" name="from" required max={papers.today} value={sent['from'] ?? ''} />
    </Field>
    <Field label="Последний день (пусто: пока не отзовут)">
      <input type="date" name="to" value={sent['to'] ?? ''} />
    </Field>
  </fieldset>
);

/** Enters a consent, or that the family said no. */
export const ConsentForm = ({ visit, papers, sent }: FormProps): VNode => (
  <form class="form no-print" method="post" action={action(papers, 'consents')}>
    <h3>Внести согласие</h3>
    <Csrf visit={visit} />
    <Field label="Цель: одна на бумагу">
      <select name="purpose">
        {purposes.map((purpose) => (
          <option value={purpose} key={purpose} selected={purpose === sent['purpose']}>
            {disclosurePurposes[purpose].title}
          </option>
        ))}
      </select>
    </Field>
    <Field label="Что на бумаге">
      <select name="state">
        <option value="given">согласие дано</option>
        <option value="refused" selected={sent['state'] === 'refused'}>
          в согласии отказано
        </option>
      </select>
    </Field>
    <Field label="Кому (пусто: кому угодно; для передачи новому оператору нужно)">
      <input name="operator" maxLength={300} value={sent['operator'] ?? ''} />
    </Field>
    <Signers papers={papers} sent={sent} />
    <Days papers={papers} sent={sent} first="День под подписью" />
    <Field label="Номер документа">
      <input name="document" maxLength={300} value={sent['document'] ?? ''} />
    </Field>
    <div class="actions">
      <button type="submit" class="primary">
        Внести
      </button>
    </div>
  </form>
);

/** Withdraws one consent. */
export const WithdrawForm = ({
  visit,
  papers,
  consent,
}: Omit<FormProps, 'sent'> & { readonly consent: ConsentRow }): VNode => (
  <form class="inline no-print" method="post" action={action(papers, 'withdrawal')}>
    <Csrf visit={visit} />
    <input type="hidden" name="consent" value={consent.id} />
    <input type="date" name="day" required max={papers.today} value={papers.today} aria-label="День отзыва" />
    <button type="submit" class="danger">
      Отозвать
    </button>
  </form>
);

/** Enters a refusal of the electronic form. */
export const RefusalForm = ({ visit, papers, sent }: FormProps): VNode => (
  <form class="form no-print" method="post" action={action(papers, 'refusals')}>
    <h3>Внести отказ от электронной формы</h3>
    <Csrf visit={visit} />
    <Days papers={papers} sent={sent} first="С какого дня" />
    <Field label="Номер заявления">
      <input name="document" maxLength={300} value={sent['document'] ?? ''} />
    </Field>
    <div class="actions">
      <button type="submit">Внести отказ</button>
    </div>
  </form>
);

/** Ends a refusal of the electronic form. */
export const EndForm = ({
  visit,
  papers,
  refusal,
}: Omit<FormProps, 'sent'> & { readonly refusal: RefusalRow }): VNode => (
  <form class="inline no-print" method="post" action={action(papers, 'refusal-end')}>
    <Csrf visit={visit} />
    <input type="hidden" name="refusal" value={refusal.id} />
    <input type="date" name="day" required value={papers.today} aria-label="Последний день отказа" />
    <button type="submit">Закончить</button>
  </form>
);
