import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeSchema } from '../../../src/api/schemas/registers.ts';
import type { Store } from '../../../src/store/open.ts';
import { listChanges } from '../../../src/store/read/changes.ts';
import { openReads, type ReadDatabase } from '../../../src/store/read/database.ts';
import { enterInto } from '../../../src/sync/registers/enter.ts';
import { registerKinds } from '../../../src/sync/registers/kinds.ts';
import {
  applyForPermit,
  type DecisionInput,
  decidePermit,
  enterPermit,
  type PermitInput,
  permitInput,
} from '../../../src/sync/registers/permits.ts';
import { testStore } from '../../database.ts';
import { putRegisterSchool, type RegisterSchool } from './register-school.ts';

let store: Store;
let reads: ReadDatabase;
let school: RegisterSchool;
beforeAll(async () => {
  store = await testStore();
  reads = openReads(store.url);
  school = await putRegisterSchool(store);
});
afterAll(async () => {
  await reads.close();
  await store.close();
});

const paper = (more: Partial<PermitInput> = {}, at = school): PermitInput =>
  permitInput.parse({
    studentId: at.id('student', 'ann'),
    target: 'mark',
    targetId: at.id('mark', 'ann'),
    value: '5',
    ground: 'student_illness',
    document: '12-к',
    documentDay: '2025-09-19',
    ...more,
  });

const told = async (more: Partial<PermitInput>, at = school): Promise<string> => {
  const done = await applyForPermit(store, at.visit(), paper(more, at));
  return done.ok ? done.value.fields.state : `${done.error.code} at ${done.error.place}`;
};

/** A finding that stands about a record. */
const putFinding = (at: RegisterSchool, rowId: string) =>
  store.pool.query(
    `INSERT INTO finding (school_id, finding_id, unit, rule, kind, severity, effect, regulation, entry, clause,
       verdict, message, count, rows, basis, state, opened_at, changed_at)
     VALUES ($1, gen_random_uuid(), 'u', 'R07', 'edit_window', 'error', 'withhold', 'act', 'one', 'п. 1',
       'violated', 'поздно', 1, jsonb_build_array(jsonb_build_object('id', $2::text)), '{}', 'open', now(), now())`,
    [at.schoolId, rowId],
  );

describe('an application', () => {
  it.each<[string, (at: RegisterSchool) => Partial<PermitInput>]>([
    ['for a mark', () => ({})],
    ['for a mark to go', () => ({ value: null })],
    ['for two marks', () => ({ value: '4/5' })],
    [
      'for attendance',
      (at) => ({ target: 'attendance', targetId: at.id('attendance', 'ann'), value: 'absent/sick' }),
    ],
    ['for a term mark', (at) => ({ target: 'termMark', targetId: at.id('termMark', 'ann'), value: 'зач' })],
  ])('%s is entered', async (_, more) => {
    const own = await putRegisterSchool(store);
    expect(await told(more(own), own)).toBe('applied');
  });

  it.each<[string, () => Partial<PermitInput>, string]>([
    ['without a ground', () => ({ ground: '' }), 'permit.no_ground at ground'],
    ['on no ground of an act', () => ({ ground: 'forgot' }), 'permit.no_ground at ground'],
    ['without a document', () => ({ document: ' ' }), 'permit.no_document at document'],
    ['without its day', () => ({ documentDay: null }), 'permit.no_document at documentDay'],
    ['of tomorrow', () => ({ documentDay: '2025-09-22' }), 'register.in_future at documentDay'],
    [
      'for a record that is not there',
      () => ({ targetId: school.id('mark', 'nobody') }),
      'permit.unknown_record at targetId',
    ],
    ['for a record of another sort', () => ({ target: 'attendance' }), 'permit.unknown_record at targetId'],
    [
      'for another student’s record',
      () => ({ targetId: school.id('mark', 'boris') }),
      'permit.foreign_record at targetId',
    ],
    ['for what it is already', () => ({ value: '4' }), 'permit.same_value at value'],
    ['for a mark outside of the scale', () => ({ value: '6' }), 'permit.invalid_value at value'],
    [
      'for attendance that there is not',
      () => ({ target: 'attendance', targetId: school.id('attendance', 'ann'), value: 'asleep' }),
      'permit.invalid_value at value',
    ],
    [
      'by nobody of the staff',
      () => ({ appliedByStaffId: school.id('student', 'ann') }),
      'register.unknown_reference at appliedByStaffId',
    ],
  ])('%s is refused', async (_, more, code) => {
    expect(await told(more())).toBe(code);
  });

  it('is refused for what families are shown already, also while a finding stands about the change', async () => {
    const own = await putRegisterSchool(store);
    const mark = own.id('mark', 'ann');
    await store.pool.query(
      `INSERT INTO withheld (school_id, entity, row_id, student_id, accepted, since)
       VALUES ($1, 'mark', $2, $3, '{"value": "3", "scaleMax": 5}', now())`,
      [own.schoolId, mark, own.id('student', 'ann')],
    );
    await putFinding(own, mark);
    expect(await told({ value: '3' }, own)).toBe('permit.same_value at value');
    // Where nothing is withheld, what the row is may be just what the finding is about.
    await store.pool.query('DELETE FROM withheld WHERE school_id = $1', [own.schoolId]);
    expect(await told({ value: '4' }, own)).toBe('applied');
  });

  it('may ask for what the row has, while families are shown something else', async () => {
    const own = await putRegisterSchool(store);
    await store.pool.query(
      `INSERT INTO withheld (school_id, entity, row_id, student_id, accepted, since)
       VALUES ($1, 'mark', $2, $3, '{"value": "3", "scaleMax": 5}', now())`,
      [own.schoolId, own.id('mark', 'ann'), own.id('student', 'ann')],
    );
    expect(await told({ value: '3' }, own)).toBe('permit.same_value at value');
    expect(await told({ value: '4' }, own)).toBe('applied');
    expect(await told({ value: '4' }, own)).toBe('permit.applied_already at targetId');
  });
});

describe('a decision', () => {
  const applied = async (own: RegisterSchool, more: Partial<PermitInput> = {}): Promise<string> => {
    const done = await applyForPermit(store, own.visit(), paper(more, own));
    if (!done.ok) throw new Error(done.error.code);
    return done.value.id;
  };
  const decide = async (own: RegisterSchool, id: string, more: Partial<DecisionInput> = {}) => {
    const decided = {
      state: 'granted',
      decidedByStaffId: own.id('staff', 'principal'),
      decidedAt: null,
      resitProtocolId: null,
      ...more,
    } as const;
    const done = await decidePermit(store, own.visit(), id, decided);
    return done.ok ? done.value.fields.state : `${done.error.code} at ${done.error.place}`;
  };

  it.each([
    ['deputy', null, 'permit.not_principal at decidedByStaffId'],
    ['deputy', 'deputy', 'permit.own_application at decidedByStaffId'],
    ['principal', 'principal', 'permit.own_application at decidedByStaffId'],
    ['principal', 'teacher', 'granted'],
    // The journal does not say what this one is.
    ['teacher', null, 'granted'],
  ])('of the %s on an application by %s: %s', async (who, asker, said) => {
    const own = await putRegisterSchool(store);
    await store.pool.query(`UPDATE staff SET position = 'И. о. директора' WHERE id = $1`, [
      own.id('staff', 'principal'),
    ]);
    const by = { appliedByStaffId: asker === null ? null : own.id('staff', asker) };
    const done = await applyForPermit(store, own.visit(), paper(by, own));
    if (!done.ok) throw new Error(done.error.code);
    expect(await decide(own, done.value.id, { decidedByStaffId: own.id('staff', who) })).toBe(said);
  });

  it('is made once, and makes the record’s place due', async () => {
    const own = await putRegisterSchool(store);
    const id = await applied(own);
    expect(await decide(own, id)).toBe('granted');
    expect(await decide(own, id, { state: 'refused' })).toBe('permit.decided_already at permitId');
    const { rows } = await store.pool.query('SELECT unit FROM unit_due WHERE school_id = $1', [own.schoolId]);
    const unit = `subject_term:${own.id('class', '7b')}:2025-09-01:${own.id('subject', 'algebra')}`;
    expect(rows).toEqual([{ unit }]);
  });

  it.each<[string, Partial<DecisionInput>, string]>([
    [
      'older than the application',
      { decidedAt: '2025-09-18T10:00:00Z' },
      'permit.decided_before_application',
    ],
    ['of tomorrow', { decidedAt: '2025-09-22T10:00:00Z' }, 'permit.decided_in_future'],
  ])('%s is refused', async (_, more, code) => {
    const own = await putRegisterSchool(store);
    expect(await decide(own, await applied(own), more)).toBe(`${code} at decidedAt`);
  });

  it('of two that come at once only one is taken', async () => {
    const own = await putRegisterSchool(store);
    const id = await applied(own);
    const both = await Promise.all([decide(own, id), decide(own, id, { state: 'refused' })]);
    expect(both.filter((said) => said === 'permit.decided_already at permitId')).toHaveLength(1);
  });

  it('on a resit needs the protocol of exactly this resit', async () => {
    const own = await putRegisterSchool(store);
    const id = await applied(own, { ground: 'resit' });
    const protocol = async (more: object) => {
      const entry = registerKinds.protocols.input.parse({
        studentId: own.id('student', 'ann'),
        subjectId: own.id('subject', 'algebra'),
        date: '2025-09-20',
        number: '3',
        value: '5',
        heldBy: 'commission',
        ...more,
      });
      const done = await enterInto(store, own.visit(), 'protocols', entry);
      if (!done.ok) throw new Error(done.error.code);
      return done.value.id;
    };
    expect(await decide(own, id)).toBe('permit.no_protocol at resitProtocolId');
    for (const wrong of [
      { value: '4' },
      { subjectId: own.id('subject', 'physics') },
      { studentId: own.id('student', 'boris') },
    ]) {
      const resitProtocolId = await protocol(wrong);
      expect(await decide(own, id, { resitProtocolId })).toBe('permit.wrong_protocol at resitProtocolId');
    }
    expect(await decide(own, id, { resitProtocolId: await protocol({}) })).toBe('granted');
  });

  it('comes before the entry into the journal, which is written down once', async () => {
    const own = await putRegisterSchool(store);
    const id = await applied(own);
    const entry = async () => {
      const by = { enteredByStaffId: own.id('staff', 'deputy') };
      const done = await enterPermit(store, own.visit(), id, by);
      return done.ok ? 'entered' : done.error.code;
    };
    expect(await entry()).toBe('permit.not_granted');
    await decide(own, id);
    expect([await entry(), await entry()]).toEqual(['entered', 'register.done_already']);
  });
});

describe('the table of changes', () => {
  const changes = async (own: RegisterSchool, permitted: boolean | null = null) => {
    const page = await listChanges(reads, {
      schoolId: own.schoolId,
      term: own.id('term', 'q1'),
      permitted,
      reach: { all: true },
      after: null,
      limit: 50,
    });
    return (page?.items ?? []).map((item) => changeSchema.parse(JSON.parse(item)));
  };

  /** As an ingest leaves it: the image of before in `history`, the new value in the row. */
  async function change(own: RegisterSchool, table: string, key: string, sets: string, kind = 'changed') {
    const entity = table === 'term_mark' ? 'termMark' : (table as 'mark' | 'attendance');
    const row = [own.schoolId, own.id(entity, key)];
    await store.pool.query(
      `INSERT INTO history (school_id, entity, row_id, run_id, kind, before, not_before, not_after)
       SELECT school_id, $3, id, 1, $4, to_jsonb(t) - 'content_hash', '2025-09-19T10:00:00Z', '2025-09-20T10:00:00Z'
       FROM ${table} t WHERE school_id = $1 AND id = $2`,
      [...row, entity, kind],
    );
    await store.pool.query(
      `UPDATE ${table} SET ${sets}, content_changed_at = now() WHERE school_id = $1 AND id = $2`,
      row,
    );
  }

  it('tells each step, also where the journal has no such report, and the permit of exactly that step', async () => {
    const own = await putRegisterSchool(store);
    const done = await applyForPermit(store, own.visit(), paper({}, own));
    if (!done.ok) throw new Error(done.error.code);
    await decidePermit(store, own.visit(), done.value.id, {
      state: 'granted',
      decidedByStaffId: own.id('staff', 'principal'),
      decidedAt: null,
      resitProtocolId: null,
    });
    await enterPermit(store, own.visit(), done.value.id, { enteredByStaffId: own.id('staff', 'deputy') });
    await change(own, 'mark', 'ann', `value = '3', teacher_id = '${own.id('staff', 'teacher')}'`);
    await change(own, 'mark', 'ann', `value = '5'`);
    await change(own, 'mark', 'ann', `comment = 'молодец'`);
    await change(own, 'mark', 'boris', 'deleted_at = now()', 'gone');
    await change(own, 'attendance', 'ann', `reason = 'sick'`);
    await change(own, 'term_mark', 'ann', `value = '5'`);
    const short = (await changes(own)).map((one) => [
      one.target,
      one.student.displayName,
      one.subject?.name,
      one.was,
      one.became,
      one.enteredBy?.displayName ?? null,
      one.permit?.document ?? null,
    ]);
    expect(short).toEqual([
      ['mark', 'Выдумкин ann', 'Алгебра', '4', '3', 'Учителева Инна', null],
      ['mark', 'Выдумкин ann', 'Алгебра', '3', '5', 'Завучева Нина', '12-к'],
      ['mark', 'Выдумкин boris', 'Алгебра', '4', null, null, null],
      ['attendance', 'Выдумкин ann', 'Алгебра', 'absent/unexcused', 'absent/sick', null, null],
      ['termMark', 'Выдумкин ann', 'Алгебра', '4', '5', null, null],
    ]);
    expect(await changes(own, true)).toHaveLength(1);
    expect(await changes(own, false)).toHaveLength(4);
  });
});
