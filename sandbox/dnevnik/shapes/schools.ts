import { shortName } from '../../school-year/book.ts';
import { isAdministration } from '../accounts.ts';
import { numberedId, type PersonKey, personId, schoolId } from '../ids.ts';
import { offsetMinutes } from '../stamps.ts';
import type { WorkTypeRow } from '../work-types.ts';
import type { World } from '../world.ts';
import { account, named, sexOf } from './people.ts';

const TYPE = 'General';

/** A school in lists of one's own. */
export function shortSchool(world: World, school: number): object {
  const id = schoolId(school);
  const name = world.book(school).year.shortName;
  return { id, id_str: String(id), name, educationType: TYPE, tsoCityId: null, tsoRegionTreePath: null };
}

export function schoolCard(world: World, school: number): object {
  const { year } = world.book(school);
  const { quirks, municipality } = world;
  const id = schoolId(school);
  return {
    fullName: year.name,
    avatarSmall: null,
    city: year.city,
    municipality: municipality.name,
    [quirks.camelKeys ? 'regionId' : 'regionid']: 50,
    markType: quirks.markTypeCase === 'lower' ? 'mark5' : 'Mark5',
    timeZone: offsetMinutes(world.zoneOf(school)) / 60,
    uses_avg: true,
    uses_weighted_avg: true,
    id,
    id_str: String(id),
    name: year.shortName,
    educationType: TYPE,
    ...(quirks.personForm === 'full' ? { tsoCityId: null, tsoRegionTreePath: null } : {}),
  };
}

/** The public passport: what a diary can do without, and one key with a Cyrillic letter in it. */
export function passport(world: World, school: number): object {
  const { year } = world.book(school);
  const head = year.staff.find(({ position }) => /^директор/i.test(position));
  return {
    schoolId: schoolId(school),
    municipality: world.municipality.name,
    fullName: year.name,
    shortName: year.shortName,
    status: 'Active',
    foundationYear: 1974,
    address: [],
    website: 'https://example.invalid/',
    email: `school${school}@example.invalid`,
    schoolPhone: null,
    shiftsCount: new Set(year.classes.map(({ shift }) => shift)).size,
    directorFullName: head ? `${head.lastName} ${head.firstName} ${head.middleName}` : null,
    inn: null,
    educationalLevels: [],
    highestСategoryTeachersCount: 0,
    hobbyGroups: [],
    learningResults: [],
  };
}

/** As the dictionary of a school has it. */
export const workType = (school: number, type: WorkTypeRow): object => {
  const id = numberedId('workType', { school, id: type.id });
  return {
    id,
    id_str: String(id),
    schoolId: schoolId(school),
    kindId: type.kindId,
    kind: type.kind,
    title: type.title,
    abbr: type.abbreviation,
    weight: type.weight,
  };
};

/** As schedules have it. */
export const scheduleWorkType = (school: number, type: WorkTypeRow): object => ({
  id: numberedId('workType', { school, id: type.id }),
  schoolId: schoolId(school),
  abbreviation: type.abbreviation,
  name: type.title,
  isFinal: type.isFinal,
  isImportant: type.isImportant,
  kindId: type.kindId,
  kind: type.kind,
});

function subjectsOf(world: World, { school, id }: PersonKey): string {
  const book = world.book(school);
  const taught = book.year.groups.filter(({ teacherId }) => teacherId === id);
  const names = new Set(taught.map(({ subjectId }) => book.subjects.get(subjectId)?.name ?? ''));
  return [...names].join(', ');
}

/** A teacher in PascalCase; one name in nine has a stray space, as typed names do. */
export function teacher(world: World, key: PersonKey): object {
  const book = world.book(key.school);
  const { lastName, firstName, middleName } = named(world, key);
  const own = account(world, key);
  const staff = book.staff.get(key.id);
  const isManager = staff !== undefined && isAdministration(staff);
  const subjects = subjectsOf(world, key);
  return {
    Id: personId(key),
    IdStr: String(personId(key)),
    UserId: own.userId,
    UserIdStr: own.userId_str,
    FirstName: firstName,
    LastName: key.id % 9 === 0 ? `${lastName} ` : lastName,
    MiddleName: middleName,
    ShortName: shortName(named(world, key)),
    Sex: sexOf(world, key),
    DateBirth: null,
    Email: null,
    Subjects: subjects,
    HouseMaster: book.year.classes.some(({ homeroomTeacherId }) => homeroomTeacherId === key.id),
    Education: null,
    ScientificDegree: null,
    StartDate: null,
    PedagogicalActivityDate: null,
    ManagingEmployee: isManager,
    NameManagingPosition: isManager ? staff.position : null,
    TeachingStaff: subjects !== '',
    NameTeacherPosition: isManager ? null : (staff?.position ?? null),
    TrainingAndSupportStaff: false,
    ServicePersonnel: false,
    MedicalWorker: false,
    NameMedicalPosition: null,
    ExternalPartTime: false,
  };
}
