import type { VNode } from 'preact';
import { disclosurePurposes, REGISTER_SOURCE } from '../../../model/disclosure.ts';
import { dayText } from '../../../reports/words.ts';
import { type Fields, notFound, type Page, type PageReply, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { Badge, type Tone } from '../../parts/badge.tsx';
import { Done, FormAlert } from '../../parts/field.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import type { RefusalWords } from '../../parts/refusal-words.ts';
import { DataTable } from '../../parts/table.tsx';
import { type ConsentRow, type RefusalRow, readPapers, type StudentPapers } from './student-data.ts';
import { ConsentForm, EndForm, RefusalForm, WithdrawForm } from './student-forms.tsx';

const STATES: Readonly<Record<string, readonly [title: string, tone: Tone]>> = {
  given: ['дано', 'good'],
  refused: ['отказано', 'plain'],
  withdrawn: ['отозвано', 'plain'],
  expired: ['истекло', 'plain'],
};

interface Props {
  readonly visit: Visit;
  readonly papers: StudentPapers;
  readonly words: RefusalWords | null;
  readonly sent: Fields;
}

const titleOf = (purpose: string): string =>
  Object.hasOwn(disclosurePurposes, purpose)
    ? disclosurePurposes[purpose as keyof typeof disclosurePurposes].title
    : purpose;

const State = ({ consent }: { readonly consent: ConsentRow }): VNode => {
  const [title, tone] = STATES[consent.state] ?? [consent.state, 'plain'];
  return <Badge tone={tone}>{title}</Badge>;
};

const signers = ({ guardians }: StudentPapers, { signerGuardianId, signedByStudent }: ConsentRow): string => {
  const guardian = guardians.find(({ id }) => id === signerGuardianId)?.name;
  const student = signedByStudent === 'yes' ? 'ученик' : undefined;
  return [guardian ?? (signerGuardianId === null ? undefined : 'представитель'), student]
    .filter((one) => one !== undefined)
    .join(', ');
};

const until = (day: string | null): string => (day === null ? '' : dayText(day));

const Consents = ({ visit, papers }: Pick<Props, 'visit' | 'papers'>): VNode => (
  <DataTable
    caption="Согласия ученика"
    columns={[
      {
        key: 'purpose',
        title: 'Цель',
        cell: (consent: ConsentRow) => (
          <>
            {titleOf(consent.purpose)}
            {consent.operator !== null && <span class="under">{consent.operator}</span>}
          </>
        ),
      },
      { key: 'state', title: 'Состояние', cell: (consent) => <State consent={consent} /> },
      { key: 'signed', title: 'Подписано', cell: ({ fromDay }) => dayText(fromDay) },
      { key: 'to', title: 'Действует по', cell: ({ toDay }) => until(toDay) },
      { key: 'withdrawn', title: 'Отозвано', cell: ({ withdrawnDay }) => until(withdrawnDay) },
      { key: 'who', title: 'Кто подписал', cell: (consent) => signers(papers, consent) },
      { key: 'document', title: 'Документ', cell: ({ document }) => document ?? '' },
      {
        key: 'act',
        title: <span class="sr">Что сделать</span>,
        cell: (consent) =>
          consent.source === REGISTER_SOURCE && consent.state === 'given' && visit.may('consents.write') ? (
            <WithdrawForm visit={visit} papers={papers} consent={consent} />
          ) : null,
      },
    ]}
    rows={papers.consents}
    keyOf={({ id }) => id}
    empty="Ни одного согласия ещё не внесено."
  />
);

const Refusals = ({ visit, papers }: Pick<Props, 'visit' | 'papers'>): VNode => (
  <DataTable
    caption="Отказы от электронной формы"
    columns={[
      { key: 'from', title: 'С', cell: ({ fromDay }: RefusalRow) => dayText(fromDay) },
      { key: 'to', title: 'По', cell: ({ toDay }) => until(toDay) },
      { key: 'document', title: 'Заявление', cell: ({ document }) => document ?? '' },
      {
        key: 'act',
        title: <span class="sr">Что сделать</span>,
        cell: (refusal) =>
          refusal.source === REGISTER_SOURCE && refusal.toDay === null && visit.may('consents.write') ? (
            <EndForm visit={visit} papers={papers} refusal={refusal} />
          ) : null,
      },
    ]}
    rows={papers.refusals}
    keyOf={({ id }) => id}
    empty="Семья не отказывалась от электронной формы."
  />
);

const StudentConsents = (props: Props): VNode => {
  const { visit, papers, words, sent } = props;
  const { place } = papers;
  const mayWrite = visit.may('consents.write');
  return (
    <>
      <PageHead
        title={place.name}
        about={`${place.school}${place.class === null ? '' : `, ${place.class.name}`}`}
      />
      {visit.query['done'] === 'yes' && <Done>Внесено.</Done>}
      <FormAlert words={words} />
      <section class="section" aria-labelledby="consents">
        <h2 id="consents">Согласия</h2>
        <Consents {...props} />
      </section>
      <section class="section" aria-labelledby="refusals">
        <h2 id="refusals">Отказ от электронной формы</h2>
        <Refusals {...props} />
      </section>
      {mayWrite && (
        <div class="section columns">
          <ConsentForm visit={visit} papers={papers} sent={sent} />
          <RefusalForm visit={visit} papers={papers} sent={{}} />
        </div>
      )}
    </>
  );
};

/** The papers of a student; with what was sent and why it was not taken, after a form that was refused. */
export async function studentPage(
  visit: Visit,
  words: RefusalWords | null = null,
  sent: Fields = {},
): Promise<PageReply> {
  const papers = await readPapers(visit);
  if (!papers) return notFound('страницы ученика');
  const { school, schoolId, name } = papers.place;
  return {
    kind: 'page',
    title: `Согласия: ${name}`,
    status: words?.status ?? 200,
    body: <StudentConsents visit={visit} papers={papers} words={words} sent={sent} />,
    trail: [
      { title: 'Согласия', href: hrefOf('/consents', { school: schoolId }) },
      { title: school, href: `/schools/${schoolId}` },
    ],
  };
}

/** The consents and refusals of one student. */
export const studentConsents: Page = {
  method: 'get',
  path: '/consents/students/:studentId',
  access: { scope: 'consents.read' },
  answer: (visit) => studentPage(visit),
};
