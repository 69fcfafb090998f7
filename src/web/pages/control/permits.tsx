import type { VNode } from 'preact';
import { z } from 'zod';
import { REGISTER_SOURCE } from '../../../model/disclosure.ts';
import { dayText } from '../../../reports/words.ts';
import { decidePermit, decisionInput, enterPermit, entryInput } from '../../../sync/registers/permits.ts';
import type { Page, PageReply, Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { authorOf } from '../../parts/author.ts';
import { Badge } from '../../parts/badge.tsx';
import { Csrf } from '../../parts/csrf.tsx';
import { Done, FormAlert } from '../../parts/field.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { badForm, type RefusalWords, refusalWords } from '../../parts/refusal-words.ts';
import { DataTable } from '../../parts/table.tsx';
import { schoolAsked } from '../choose-school.tsx';
import { type PermitRow, type Permits, principalsFirst, readPermits } from './permit-data.ts';
import { ENTITIES, GROUNDS, PERMIT_STATES, valueText } from './words.ts';

const TITLE = 'Разрешения на исправление';

interface Props {
  readonly visit: Visit;
  readonly data: Permits;
}

const StaffSelect = ({
  data,
  name,
  label,
}: {
  readonly data: Permits;
  readonly name: string;
  readonly label: string;
}) => (
  <select name={name} aria-label={label} required>
    <option value="">{label}</option>
    {principalsFirst(data.staff).map(({ id, name: who, position }) => (
      <option value={id} key={id}>
        {who}
        {position === null ? '' : `, ${position}`}
      </option>
    ))}
  </select>
);

const DecideForm = ({ visit, data, permit }: Props & { readonly permit: PermitRow }): VNode => (
  <form class="inline no-print" method="post" action={`/control/permits/${permit.id}/decision`}>
    <Csrf visit={visit} />
    <input type="hidden" name="school" value={data.school.schoolId} />
    <StaffSelect data={data} name="by" label="Кто решил" />
    <button type="submit" name="state" value="granted">
      Разрешить
    </button>
    <button type="submit" name="state" value="refused" class="danger">
      Отказать
    </button>
  </form>
);

const EntryForm = ({ visit, data, permit }: Props & { readonly permit: PermitRow }): VNode => (
  <form class="inline no-print" method="post" action={`/control/permits/${permit.id}/entry`}>
    <Csrf visit={visit} />
    <input type="hidden" name="school" value={data.school.schoolId} />
    <StaffSelect data={data} name="by" label="Кто внёс в журнал" />
    <button type="submit">Внесено</button>
  </form>
);

const Act = (props: Props & { readonly permit: PermitRow }): VNode | null => {
  const { visit, permit } = props;
  if (!visit.may('permits.write') || permit.source !== REGISTER_SOURCE) return null;
  if (permit.state === 'applied') return <DecideForm {...props} />;
  return permit.state === 'granted' && permit.enteredByStaffId === null ? <EntryForm {...props} /> : null;
};

const State = ({ permit }: { readonly permit: PermitRow }): VNode => {
  const { title, tone } = PERMIT_STATES[permit.state] ?? { title: permit.state, tone: 'plain' };
  return <Badge tone={tone}>{title}</Badge>;
};

const Table = (props: Props): VNode => {
  const { data } = props;
  const staff = new Map(data.staff.map(({ id, name }) => [id, name]));
  const who = (id: string | null): string => (id === null ? '' : (staff.get(id) ?? ''));
  return (
    <DataTable
      caption={TITLE}
      columns={[
        {
          key: 'what',
          title: 'Что исправить',
          cell: (permit: PermitRow) => (
            <>
              {data.students.get(permit.studentId) ?? 'ученик'}
              <span class="under">
                {ENTITIES[permit.target]}
                {permit.lessonDay === null ? '' : ` за ${dayText(permit.lessonDay)}`}
              </span>
            </>
          ),
        },
        {
          key: 'value',
          title: 'Станет',
          cell: ({ value }) => (value === null ? 'убрать' : valueText(value)),
        },
        { key: 'ground', title: 'Основание', cell: ({ ground }) => GROUNDS[ground] },
        {
          key: 'document',
          title: 'Заявление',
          cell: ({ document, documentDay, appliedByStaffId }) => (
            <>
              № {document} от {dayText(documentDay)}
              {appliedByStaffId !== null && <span class="under">{who(appliedByStaffId)}</span>}
            </>
          ),
        },
        {
          key: 'state',
          title: 'Решение',
          cell: (permit) => (
            <>
              <State permit={permit} />
              <span class="under">{who(permit.decidedByStaffId)}</span>
              {permit.enteredByStaffId !== null && (
                <span class="under">внёс: {who(permit.enteredByStaffId)}</span>
              )}
            </>
          ),
        },
        {
          key: 'act',
          title: <span class="sr">Что сделать</span>,
          cell: (permit) => <Act {...props} permit={permit} />,
        },
      ]}
      rows={data.permits}
      keyOf={({ id }) => id}
      empty="Заявлений не было. Заявление составляют со страницы нарушения: у записи есть ссылка."
    />
  );
};

async function listReply(visit: Visit, words: RefusalWords | null): Promise<PageReply> {
  const chosen = await schoolAsked(visit, TITLE, '/control/permits');
  if ('kind' in chosen) return chosen;
  const data = await readPermits(visit, chosen.school);
  const { name, schoolId } = chosen.school;
  const body = (
    <>
      <PageHead title={TITLE} about={<a href={`/schools/${schoolId}`}>{name}</a>} />
      {visit.query['done'] === 'yes' && <Done>Записано.</Done>}
      <FormAlert words={words} />
      <Table visit={visit} data={data} />
    </>
  );
  const trail = [{ title: 'Журнал под контролем', href: hrefOf('/control', { school: schoolId }) }];
  return { kind: 'page', title: `${TITLE}: ${name}`, status: words?.status ?? 200, body, trail };
}

/** Applications for late changes, and what became of them. */
export const permits: Page = {
  method: 'get',
  path: '/control/permits',
  access: { scope: 'permits.read' },
  answer: (visit) => listReply(visit, null),
};

type Enter = (
  visit: Visit,
  at: { schoolId: string; by: string; at: Date },
  permitId: string,
) => Promise<RefusalWords | null>;

const permitForm = (what: string, enter: Enter): Page => ({
  method: 'post',
  path: `/control/permits/:permitId/${what}`,
  access: { scope: 'permits.write' },
  answer: async (visit) => {
    const chosen = await schoolAsked(visit, TITLE, '/control/permits');
    if ('kind' in chosen) return chosen;
    const id = z.uuid().safeParse(visit.params['permitId']);
    const { schoolId } = chosen.school;
    const at = { schoolId, by: authorOf(visit), at: visit.now };
    const words = id.success
      ? await enter(visit, at, id.data)
      : refusalWords({ code: 'register.unknown_entry' });
    if (words) return listReply(visit, words);
    return { kind: 'redirect', to: hrefOf('/control/permits', { school: schoolId, done: 'yes' }) };
  },
});

/** The principal's decision, and who entered the change then. */
export const permitForms: readonly Page[] = [
  permitForm('decision', async ({ deps, form }, at, permitId) => {
    const given = { state: form['state'], decidedByStaffId: form['by'] };
    const input = decisionInput.safeParse(given);
    if (!input.success) return badForm('кто решил и как');
    const done = await decidePermit(deps.store, at, permitId, input.data);
    return done.ok ? null : refusalWords(done.error);
  }),
  permitForm('entry', async ({ deps, form }, at, permitId) => {
    const input = entryInput.safeParse({ enteredByStaffId: form['by'] });
    if (!input.success) return badForm('кто внёс');
    const done = await enterPermit(deps.store, at, permitId, input.data);
    return done.ok ? null : refusalWords(done.error);
  }),
];
