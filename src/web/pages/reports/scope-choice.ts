import { parseScope } from '../../../reports/asked.ts';
import type { ReportForm } from '../../../reports/form.ts';
import type { ScopeKind } from '../../../reports/request.ts';
import { readSchoolLines, type SchoolLine } from '../../../store/read/web/overview.ts';
import { type ClassChoice, readClassChoices, readSchoolOfClass } from '../../../store/read/web/scopes.ts';
import type { Visit } from '../../page.ts';
import { byName } from '../../parts/words.ts';

/** One thing that a report may be about. */
export interface ScopeOption {
  readonly value: string;
  readonly title: string;
}

/** Things of one kind. */
export interface ScopeGroup {
  readonly kind: ScopeKind;
  readonly title: string;
  readonly options: readonly ScopeOption[];
}

const byTitle = (left: ScopeOption, right: ScopeOption): number => byName(left.title, right.title);

const municipalities = (schools: readonly SchoolLine[]): readonly ScopeOption[] =>
  [...new Set(schools.map(({ municipality }) => municipality))]
    .map((name) => ({ value: `municipality:${name}`, title: name }))
    .sort(byTitle);

const classOption = ({ classId, name }: ClassChoice): ScopeOption => ({
  value: `class:${classId}`,
  title: name,
});

async function ownClasses(
  { deps, session }: Visit,
  classIds: readonly string[],
): Promise<readonly ScopeGroup[]> {
  const classes = await readClassChoices(deps.database, session.person.reach, null, classIds);
  return [{ kind: 'class', title: 'Ваши классы', options: classes.map(classOption) }];
}

/** The school that classes are offered of: the one chosen, that of the class chosen, the only one. */
async function schoolInSight(
  { deps, session }: Visit,
  scope: string | undefined,
  schools: readonly SchoolLine[],
) {
  const chosen = parseScope(scope);
  if (chosen?.kind === 'school') return chosen.schoolId;
  if (chosen?.kind === 'class') return readSchoolOfClass(deps.database, session.person.reach, chosen.classId);
  const [only] = schools;
  return schools.length === 1 ? (only?.schoolId ?? null) : null;
}

/** Everything that the visitor may ask a report about, the widest first. Classes are offered once a school is chosen. */
export async function scopeGroups(visit: Visit, scope: string | undefined): Promise<readonly ScopeGroup[]> {
  const { deps, session } = visit;
  const { reach, classIds } = session.person;
  if (classIds !== null) return ownClasses(visit, classIds);
  const schools = await readSchoolLines(deps.database, reach);
  const schoolId = await schoolInSight(visit, scope, schools);
  const classes = schoolId === null ? [] : await readClassChoices(deps.database, reach, schoolId, null);
  const ofSchools = schools
    .map((one) => ({ value: `school:${one.schoolId}`, title: one.name }))
    .sort(byTitle);
  const [first] = classes;
  const groups: readonly ScopeGroup[] = [
    { kind: 'region', title: 'Всё', options: [{ value: 'region', title: `Все школы (${schools.length})` }] },
    { kind: 'municipality', title: 'Муниципалитеты', options: municipalities(schools) },
    { kind: 'school', title: 'Школы', options: ofSchools },
    { kind: 'class', title: `Классы: ${first?.school ?? ''}`, options: classes.map(classOption) },
  ];
  const isOne = schools.length === 1;
  return groups.filter(
    ({ kind, options }) => options.length > 0 && !(isOne && (kind === 'region' || kind === 'municipality')),
  );
}

/** What is chosen, among what can be: as asked, else the first offered. */
export const chosenScope = (groups: readonly ScopeGroup[], asked: string | undefined): string =>
  asked ?? groups[0]?.options[0]?.value ?? 'region';

/** The groups that a form is made for. */
export const offeredBy = (groups: readonly ScopeGroup[], { scopes }: ReportForm): readonly ScopeGroup[] =>
  groups.filter(({ kind }) => scopes.includes(kind));
