import type { VNode } from 'preact';
import { z } from 'zod';
import { dayText } from '../../../reports/words.ts';
import { readFindingRows } from '../../../store/read/finding-rows.ts';
import { type PersonChoice, readNames, readStaffChoices } from '../../../store/read/web/names.ts';
import type { SchoolLine } from '../../../store/read/web/overview.ts';
import { applyForPermit, permitInput } from '../../../sync/registers/permits.ts';
import { notFound, type Page, type PageReply, type Visit } from '../../page.ts';
import { hrefOf } from '../../parts/address.ts';
import { authorOf } from '../../parts/author.ts';
import { Csrf } from '../../parts/csrf.tsx';
import { Field, FormAlert } from '../../parts/field.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { badForm, type RefusalWords, refusalWords } from '../../parts/refusal-words.ts';
import { schoolAsked } from '../choose-school.tsx';
import type { FindingRecord } from './finding-rows.tsx';
import { ENTITIES, GROUNDS, valueText } from './words.ts';

const TITLE = 'Заявление на исправление';
const PATH = '/control/permits/new';
const targetSchema = z.enum(['mark', 'attendance', 'termMark']);

interface Data {
  readonly school: SchoolLine;
  readonly target: z.infer<typeof targetSchema>;
  readonly record: FindingRecord;
  readonly studentId: string;
  readonly student: string;
  readonly staff: readonly PersonChoice[];
}

async function readData(visit: Visit, school: SchoolLine): Promise<Data | null> {
  const { database } = visit.deps;
  const target = targetSchema.safeParse(visit.query['target'] ?? visit.form['target']);
  const id = z.uuid().safeParse(visit.query['record'] ?? visit.form['record']);
  if (!target.success || !id.success) return null;
  const where = { schoolId: school.schoolId, reach: visit.session.person.reach };
  const [json] = await readFindingRows(database, school.schoolId, [{ entity: target.data, id: id.data }]);
  if (json === undefined) return null;
  const record = JSON.parse(json) as FindingRecord;
  const studentId = String(record.fields['studentId']);
  const [names, staff] = await Promise.all([
    readNames(database, where, 'student', [studentId]),
    readStaffChoices(database, where),
  ]);
  return { school, target: target.data, record, studentId, student: names.get(studentId) ?? 'ученик', staff };
}

const nowIs = ({ record, target }: Data): string => {
  const { value, status, reason } = record.fields;
  const parts = target === 'attendance' ? [status, reason] : [value];
  return valueText(parts.filter((part) => typeof part === 'string').join('/') || null);
};

const Form = ({ visit, data }: { readonly visit: Visit; readonly data: Data }): VNode => {
  const sent = visit.form;
  const isAttendance = data.target === 'attendance';
  return (
    <form class="form" method="post" action={PATH}>
      <Csrf visit={visit} />
      <input type="hidden" name="school" value={data.school.schoolId} />
      <input type="hidden" name="target" value={data.target} />
      <input type="hidden" name="record" value={data.record.id} />
      <Field
        label="Чем запись должна стать (пусто: убрать)"
        hint={isAttendance ? 'Например: absent/sick — отсутствие по болезни.' : 'Отметка по шкале, н/а, зач.'}
      >
        <input name="value" maxLength={40} value={sent['value'] ?? ''} />
      </Field>
      <Field label="Основание">
        <select name="ground">
          {Object.entries(GROUNDS).map(([value, title]) => (
            <option value={value} key={value} selected={value === sent['ground']}>
              {title}
            </option>
          ))}
        </select>
      </Field>
      <Field label="Номер заявления">
        <input name="document" maxLength={300} required value={sent['document'] ?? ''} />
      </Field>
      <Field label="День заявления">
        <input type="date" name="documentDay" required value={sent['documentDay'] ?? ''} />
      </Field>
      <Field label="Кто просит">
        <select name="appliedBy">
          <option value="">не указан</option>
          {data.staff.map(({ id, name }) => (
            <option value={id} key={id} selected={id === sent['appliedBy']}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <div class="actions">
        <button type="submit" class="primary">
          Подать
        </button>
      </div>
    </form>
  );
};

async function formReply(visit: Visit, words: RefusalWords | null): Promise<PageReply> {
  const chosen = await schoolAsked(visit, TITLE, '/control/permits');
  if ('kind' in chosen) return chosen;
  const data = await readData(visit, chosen.school);
  if (!data) return notFound('записи');
  const { schoolId } = chosen.school;
  const day = data.record.fields['date'];
  const about = `${data.student} · ${ENTITIES[data.target]}${typeof day === 'string' ? ` за ${dayText(day)}` : ''} · сейчас: ${nowIs(data)}`;
  const body = (
    <>
      <PageHead title={TITLE} about={about} />
      <FormAlert words={words} />
      <Form visit={visit} data={data} />
    </>
  );
  const trail = [
    { title: 'Журнал под контролем', href: hrefOf('/control', { school: schoolId }) },
    { title: 'Разрешения', href: hrefOf('/control/permits', { school: schoolId }) },
  ];
  return { kind: 'page', title: TITLE, status: words?.status ?? 200, body, trail };
}

/** The form of an application for a late change of one record. */
export const permitNew: Page = {
  method: 'get',
  path: PATH,
  access: { scope: 'permits.write' },
  answer: (visit) => formReply(visit, null),
};

const orNull = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text;

/** Enters the application. */
export const permitApply: Page = {
  method: 'post',
  path: PATH,
  access: { scope: 'permits.write' },
  answer: async (visit) => {
    const chosen = await schoolAsked(visit, TITLE, '/control/permits');
    if ('kind' in chosen) return chosen;
    const data = await readData(visit, chosen.school);
    if (!data) return notFound('записи');
    const { form, deps, now } = visit;
    const input = permitInput.safeParse({
      studentId: data.studentId,
      target: data.target,
      targetId: data.record.id,
      value: orNull(form['value']),
      ground: form['ground'],
      document: form['document'],
      documentDay: orNull(form['documentDay']),
      appliedByStaffId: orNull(form['appliedBy']),
    });
    if (!input.success) return formReply(visit, badForm('значение, номер и день заявления'));
    const { schoolId } = chosen.school;
    const done = await applyForPermit(deps.store, { schoolId, by: authorOf(visit), at: now }, input.data);
    if (!done.ok) return formReply(visit, refusalWords(done.error));
    return { kind: 'redirect', to: hrefOf('/control/permits', { school: schoolId, done: 'yes' }) };
  },
};
