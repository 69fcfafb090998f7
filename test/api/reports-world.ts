import { makeMunicipality } from '../../sandbox/school-year/index.ts';
import { openRollupWorld, type RollupWorld } from '../store/rollup/world.ts';
import { addClient, startApi, type TestApi } from './api.ts';
import { putSchool, schoolRows } from './rows.ts';

/** What a spreadsheet would run. */
export const FORMULA = "=cmd|' /C calc'!A0";

/** Longer than any column. */
export const LONG_SUBJECT = `Основы${'проектноисследовательской'.repeat(12)} деятельности`;

export const FAR_SCHOOL = '55555555-5555-4555-8555-555555555555';

/** A school with a year behind it, another one far away with a name that runs, and the API over both. */
export interface ReportsWorld {
  readonly world: RollupWorld;
  readonly api: TestApi;
  readonly farClass: string;
  close(): Promise<void>;
}

async function putFar(world: RollupWorld): Promise<string> {
  await putSchool(world.store, {
    id: FAR_SCHOOL,
    name: FORMULA,
    municipality: 'Дальний округ',
    timeZone: 'Europe/Moscow',
  });
  const rows = schoolRows(world.store, FAR_SCHOOL, 'truth/full');
  await rows.connection('far', 50);
  const classId = await rows.put('class', '1', { name: '7а', grade: 7 });
  const subjectId = await rows.put('subject', 'long', { name: LONG_SUBJECT });
  const studentId = await rows.put('student', '1', { displayName: FORMULA });
  await rows.put('enrolment', '1', { studentId, classId });
  const subjectGroupId = await rows.put('subjectGroup', '1', { name: '7а/long', classId, subjectId });
  await rows.put('groupMembership', '1', { studentId, subjectGroupId });
  const mark = { studentId, subjectId, date: '2025-09-10', scaleMax: 5 };
  for (const [key, value] of ['5', '5', '4'].entries())
    await rows.put('mark', String(key), { ...mark, value });
  return classId;
}

export async function openReportsWorld(): Promise<ReportsWorld> {
  const year = makeMunicipality({ seed: 7, schools: 1, studentsPerSchool: 120, weeks: 11 }).school(1);
  const world = await openRollupWorld(year);
  await world.read('2025-11-20T18:00');
  const farClass = await putFar(world);
  const api = await startApi(world.store.url);
  api.now = new Date('2025-11-20T18:00:00Z');
  addClient(api, 'far', { schools: [FAR_SCHOOL] });
  return {
    world,
    api,
    farClass,
    close: async () => {
      await api.close();
      await world.close();
    },
  };
}
