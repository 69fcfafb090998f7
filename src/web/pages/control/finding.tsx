import type { ComponentChildren, VNode } from 'preact';
import { z } from 'zod';
import { dayText } from '../../../reports/words.ts';
import type { Basis } from '../../../rules/evaluate/outcome.ts';
import { readFindingRows } from '../../../store/read/finding-rows.ts';
import { readFinding } from '../../../store/read/findings.ts';
import { readNames } from '../../../store/read/web/names.ts';
import type { SchoolLine } from '../../../store/read/web/overview.ts';
import { readSchoolLine } from '../../../store/read/web/school.ts';
import { notFound, type Page, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { SeverityBadge } from '../../parts/badge.tsx';
import { Done } from '../../parts/field.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { momentText } from '../../parts/words.ts';
import { actTitle } from '../school-clauses.tsx';
import { FindingAct } from './finding-act.tsx';
import { type FindingDetail, FindingRows } from './finding-rows.tsx';
import { StateBadge } from './list.tsx';
import { REASONS } from './words.ts';

interface FindingData {
  readonly finding: FindingDetail;
  readonly school: SchoolLine;
  readonly students: ReadonlyMap<string, string>;
  readonly teachers: ReadonlyMap<string, string>;
}

const idIn = (fields: Readonly<Record<string, unknown>>, name: string): string | null => {
  const id = fields[name];
  return typeof id === 'string' ? id : null;
};

/** A finding that the visitor may see: within reach and, for whoever leads a class, of that class. */
export async function findingFor(visit: Visit): Promise<FindingDetail | null> {
  const { database } = visit.deps;
  const { reach, classIds } = visit.session.person;
  const id = z.uuid().safeParse(visit.params['findingId']);
  const found = id.success ? await readFinding(database, id.data, reach) : null;
  if (!found) return null;
  const head = JSON.parse(`{${found.members}}`) as Omit<FindingDetail, 'rows'>;
  if (classIds !== null && !classIds.includes(head.class?.id ?? '')) return null;
  const rows = await readFindingRows(database, found.schoolId, found.rows);
  return { ...head, rows: rows.map((row) => JSON.parse(row) as FindingDetail['rows'][number]) };
}

async function readAll(visit: Visit): Promise<FindingData | null> {
  const finding = await findingFor(visit);
  if (!finding) return null;
  const { database } = visit.deps;
  const { reach } = visit.session.person;
  const school = await readSchoolLine(database, finding.schoolId, reach);
  if (!school) return null;
  const where = { schoolId: finding.schoolId, reach };
  const ids = (name: string) => finding.rows.map(({ fields }) => idIn(fields, name));
  const [students, teachers] = await Promise.all([
    visit.may('students.read')
      ? readNames(database, where, 'student', [finding.studentId, ...ids('studentId')])
      : new Map<string, string>(),
    readNames(database, where, 'staff', [finding.staffId, ...ids('teacherId'), ...ids('staffId')]),
  ]);
  return { finding, school, students, teachers };
}

const Pair = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}): VNode | null =>
  children === null || children === undefined || children === '' ? null : (
    <>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </>
  );

const Student = ({ visit, data }: { readonly visit: Visit; readonly data: FindingData }) => {
  const { finding, students } = data;
  const name = finding.studentId === null ? undefined : students.get(finding.studentId);
  if (name === undefined) return null;
  if (!visit.may('diary.read')) return name;
  return <a href={hrefOf(`/diary/${finding.studentId}`, { day: finding.day })}>{name}</a>;
};

const Facts = ({ visit, data }: { readonly visit: Visit; readonly data: FindingData }): VNode => {
  const { finding, school, teachers } = data;
  const moment = (at: string | null) => (at === null ? null : momentText(new Date(at), school.timeZone));
  const student = finding.studentId !== null && data.students.has(finding.studentId);
  return (
    <dl class="pairs">
      <Pair title="Класс">{finding.class?.name}</Pair>
      <Pair title="Предмет">{finding.subject?.name}</Pair>
      <Pair title="Учитель">{finding.staffId && teachers.get(finding.staffId)}</Pair>
      <Pair title="Ученик">{student ? <Student visit={visit} data={data} /> : null}</Pair>
      <Pair title="День">{finding.day && dayText(finding.day)}</Pair>
      <Pair title="Срок был">{moment(finding.deadline)}</Pair>
      <Pair title="Записей">{finding.count}</Pair>
      <Pair title="Найдено">{moment(finding.openedAt)}</Pair>
      <Pair title="Изменилось">
        {finding.changedAt === finding.openedAt ? null : moment(finding.changedAt)}
      </Pair>
    </dl>
  );
};

const Clause = ({ finding, act }: { readonly finding: FindingDetail; readonly act: string }): VNode => {
  const basis = finding.basis as unknown as Partial<Basis>;
  return (
    <section class="section" aria-labelledby="clause">
      <h2 id="clause">Что говорит акт</h2>
      <p class="note">
        {act}, {finding.clause}
        {basis.recommendation ? ' (рекомендация)' : ''}
      </p>
      {basis.says !== undefined && <blockquote>{basis.says}</blockquote>}
      {basis.note && <p class="note">{basis.note}</p>}
      {(basis.assumptions ?? []).map((assumed) => (
        <p class="note" key={assumed}>
          Принято: {assumed}
        </p>
      ))}
    </section>
  );
};

const Doubt = ({ finding }: { readonly finding: FindingDetail }): VNode | null =>
  finding.verdict === 'violated' ? null : (
    <p class="note">
      Проверить нельзя{finding.reason === null ? '' : `: ${REASONS[finding.reason] ?? finding.reason}`}.{' '}
      {finding.advice}
    </p>
  );

const FindingPage = ({ visit, data }: { readonly visit: Visit; readonly data: FindingData }): VNode => {
  const { finding, school, students, teachers } = data;
  return (
    <>
      <PageHead
        title={finding.message}
        about={
          <>
            <SeverityBadge severity={finding.severity} /> <StateBadge finding={finding} /> {school.name}
          </>
        }
      />
      {visit.query['done'] === 'yes' && <Done>Записано.</Done>}
      <Doubt finding={finding} />
      <Facts visit={visit} data={data} />
      <Clause finding={finding} act={actTitle(visit.deps.control.library.regulations, finding.regulation)} />
      <section class="section" aria-labelledby="rows">
        <h2 id="rows">Записи, на которых это стоит</h2>
        <FindingRows
          finding={finding}
          timeZone={school.timeZone}
          students={students}
          teachers={teachers}
          mayApply={visit.may('permits.write')}
        />
      </section>
      <FindingAct visit={visit} finding={finding} timeZone={school.timeZone} />
    </>
  );
};

/** One finding: the clause, the records with their past, what people wrote. */
export const finding: Page = {
  method: 'get',
  path: '/control/findings/:findingId',
  access: { scope: 'findings.read' },
  answer: async (visit) => {
    const data = await readAll(visit);
    if (!data) return notFound('записи о нарушении');
    const href = hrefOf('/control', { school: data.school.schoolId });
    return {
      kind: 'page',
      title: data.finding.message,
      body: <FindingPage visit={visit} data={data} />,
      trail: [
        { title: 'Журнал под контролем', href },
        {
          title: data.finding.clause,
          href: hrefOf('/control', {
            school: data.school.schoolId,
            clause: data.finding.clause,
            regulation: data.finding.regulation,
          }),
        },
      ],
    };
  },
};
