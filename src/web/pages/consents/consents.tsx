import type { VNode } from 'preact';
import { dayIn } from '../../../model/dates.ts';
import { type DisclosurePurpose, disclosurePurposes } from '../../../model/disclosure.ts';
import type { Fields } from '../../../model/entities.ts';
import { dayText } from '../../../reports/words.ts';
import { listRegister } from '../../../store/read/registers.ts';
import type { SchoolLine } from '../../../store/read/web/overview.ts';
import type { Page, Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { DataTable } from '../../parts/table.tsx';
import { counted, numberText } from '../../parts/words.ts';
import { schoolAsked } from '../choose-school.tsx';
import {
  type ConsentState,
  consentStates,
  type PupilConsents,
  purposes,
  readConsentStates,
  stateNames,
} from './states.ts';

const TITLE = 'Согласия';
const MOST_SHOWN = 300;

type Refusal = Fields<'electronicFormRefusal'> & { readonly id: string };

interface ConsentsData {
  readonly school: SchoolLine;
  readonly pupils: readonly PupilConsents[];
  readonly refusals: readonly Refusal[];
  readonly purpose: DisclosurePurpose;
  readonly state: ConsentState;
  readonly today: string;
}

const listHref = (schoolId: string, purpose: string, state: string): string =>
  `${hrefOf('/consents', { school: schoolId, purpose, state })}#list`;

const howMany = (pupils: readonly PupilConsents[], purpose: string, state: ConsentState): number =>
  pupils.filter(({ states }) => states[purpose] === state).length;

const Purposes = ({ school, pupils }: Pick<ConsentsData, 'school' | 'pupils'>): VNode => (
  <DataTable
    caption="Согласия по целям"
    columns={[
      {
        key: 'purpose',
        title: 'Цель',
        cell: (purpose: DisclosurePurpose) => disclosurePurposes[purpose].title,
      },
      ...stateNames.map((state) => ({
        key: state,
        title: consentStates[state],
        number: true,
        cell: (purpose: DisclosurePurpose) => {
          const count = howMany(pupils, purpose, state);
          if (count === 0) return <span class="missing">0</span>;
          return <a href={listHref(school.schoolId, purpose, state)}>{numberText(count)}</a>;
        },
      })),
    ]}
    rows={purposes}
    keyOf={(purpose) => purpose}
    empty=""
  />
);

const List = ({ school, pupils, purpose, state }: ConsentsData): VNode => {
  const found = pupils.filter(({ states }) => states[purpose] === state);
  return (
    <section class="section" aria-labelledby="list">
      <div class="section-head">
        <h2 id="list">
          {disclosurePurposes[purpose].title}: {consentStates[state].toLowerCase()}
        </h2>
        <span class="note">{counted(found.length, 'ученик', 'ученика', 'учеников')}</span>
      </div>
      {found.length > MOST_SHOWN && <p class="note">Показаны первые {MOST_SHOWN}.</p>}
      <DataTable
        caption="Ученики"
        columns={[
          {
            key: 'name',
            title: 'Ученик',
            cell: ({ studentId, name }: PupilConsents) => (
              <a href={`/consents/students/${studentId}`}>{name}</a>
            ),
          },
          { key: 'class', title: 'Класс', cell: (pupil) => pupil.class },
        ]}
        rows={found.slice(0, MOST_SHOWN)}
        keyOf={({ studentId, classId }) => `${studentId} ${classId}`}
        empty={`В школе «${school.name}» таких учеников нет.`}
        sortable
      />
    </section>
  );
};

const Refusals = ({ refusals, pupils, today }: ConsentsData): VNode => {
  const names = new Map(pupils.map((pupil) => [pupil.studentId, pupil]));
  const current = refusals.filter(({ toDay }) => toDay === null || toDay >= today);
  return (
    <section class="section" aria-labelledby="refusals">
      <h2 id="refusals">Отказы от электронной формы</h2>
      <p class="note">
        Это не отказ от обработки данных: журнал ведётся, а семья каждый месяц получает сводку на бумаге.
      </p>
      <DataTable
        caption="Отказы от электронной формы"
        columns={[
          {
            key: 'name',
            title: 'Ученик',
            cell: ({ studentId }: Refusal) => (
              <a href={`/consents/students/${studentId}`}>{names.get(studentId)?.name ?? 'выбыл'}</a>
            ),
          },
          { key: 'class', title: 'Класс', cell: ({ studentId }) => names.get(studentId)?.class ?? '' },
          { key: 'from', title: 'С', cell: ({ fromDay }) => dayText(fromDay) },
          {
            key: 'to',
            title: 'По',
            cell: ({ toDay }) => (toDay === null ? 'пока не отозван' : dayText(toDay)),
          },
          { key: 'document', title: 'Документ', cell: ({ document }) => document ?? '' },
        ]}
        rows={current}
        keyOf={({ id }) => id}
        empty="Никто не отказался от электронной формы."
      />
    </section>
  );
};

async function readAll(visit: Visit, school: SchoolLine): Promise<ConsentsData> {
  const { deps, session, now, query } = visit;
  const { reach, classIds } = session.person;
  const where = { schoolId: school.schoolId, reach, classIds };
  const today = dayIn(now, school.timeZone);
  const [pupils, page] = await Promise.all([
    readConsentStates(deps, where, now, today),
    listRegister(deps.database, 'electronicFormRefusal', {
      ...where,
      where: {},
      after: null,
      limit: MOST_SHOWN,
    }),
  ]);
  const items = page === null || typeof page === 'string' ? [] : page.items;
  return {
    school,
    pupils,
    today,
    refusals: items.map((item) => JSON.parse(item) as Refusal),
    purpose: purposes.find((one) => one === query['purpose']) ?? 'diary',
    state: stateNames.find((one) => one === query['state']) ?? 'missing',
  };
}

/** «Согласия»: how they stand by purpose, whose are missing or end soon, who wants paper. */
export const consents: Page = {
  method: 'get',
  path: '/consents',
  access: { scope: 'consents.read' },
  answer: async (visit) => {
    const chosen = await schoolAsked(visit, TITLE, '/consents');
    if ('kind' in chosen) return chosen;
    const data = await readAll(visit, chosen.school);
    const { name, schoolId } = data.school;
    const body = (
      <>
        <PageHead title={TITLE} about={<a href={`/schools/${schoolId}`}>{name}</a>} />
        <p class="note">
          Согласие нужно, когда данные уходят из школы. Сама школа ведёт журнал по закону и без него.
        </p>
        <Purposes {...data} />
        <List {...data} />
        <Refusals {...data} />
      </>
    );
    return { kind: 'page', title: `${TITLE}: ${name}`, body };
  },
};
