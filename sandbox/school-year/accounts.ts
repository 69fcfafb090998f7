import { addDays, type Day } from '../../src/model/dates.ts';
import { below, type Key, mix, PURPOSE } from './random.ts';
import type { TruthAccount, TruthConsent, TruthGuardian, TruthStaff, TruthStudent } from './types.ts';

interface People {
  readonly schoolKey: Key;
  readonly startDay: Day;
  readonly students: readonly TruthStudent[];
  readonly guardians: readonly TruthGuardian[];
  readonly staff: readonly TruthStaff[];
}

type Account = Omit<TruthAccount, 'id'>;

const PRINCIPAL_ID = 1;
const DEPUTY_IDS: readonly number[] = [2, 3];
const SECRETARY_ID = 4;

const rightsOf = (staffId: number): TruthAccount['rights'] => {
  if (staffId === SECRETARY_ID) return 'administer';
  return staffId === PRINCIPAL_ID || DEPUTY_IDS.includes(staffId) ? 'read_all' : 'own_lessons';
};

const ofStaff = ({ staff, startDay }: People): Account[] =>
  staff.map(({ id }) => ({
    holder: 'staff',
    holderId: id,
    rights: rightsOf(id),
    // One teacher in sixty lends the account to somebody.
    shared: id % 60 === 9,
    openedDay: addDays(startDay, -20),
    closedDay: null,
  }));

const diaryConsent = (student: TruthStudent): TruthConsent | undefined =>
  student.consents.find(({ discloses }) => discloses === 'diary');

/** Some days after the consent, as a rule; one in forty before it, whatever the paper says later. */
function openedOn(
  { schoolKey, startDay }: People,
  studentId: number,
  consent: TruthConsent | undefined,
): Day {
  const key = mix(mix(schoolKey, PURPOSE.account), studentId);
  if (!consent) return addDays(startDay, below(key, 10));
  const days = 1 + below(key, 9);
  return addDays(consent.fromDay, studentId % 40 === 6 ? -days : days);
}

/** Who refused gets none; who withdrew keeps it for some days, one in two for good. */
function accountOf(people: People, holder: 'student' | 'guardian', holderId: number, student: TruthStudent) {
  const consent = diaryConsent(student);
  if (consent?.state === 'refused') return [];
  const withdrawn = consent?.withdrawnDay ?? null;
  const stays = withdrawn === null || student.id % 2 === 0;
  return [
    {
      holder,
      holderId,
      rights:
        holder === 'student' && student.id % 50 === 17 ? ('own_lessons' as const) : ('read_own' as const),
      shared: false,
      openedDay: openedOn(people, student.id, consent),
      closedDay: stays ? null : addDays(withdrawn, 3 + (holderId % 9)),
    },
  ];
}

/** Accounts of guardians hang on the consent for their first child in the school. */
function ofGuardians(people: People): Account[] {
  const byId = new Map(people.students.map((student) => [student.id, student]));
  return people.guardians.flatMap(({ id, studentIds: [first = 0] }) => {
    const student = byId.get(first);
    return student ? accountOf(people, 'guardian', id, student) : [];
  });
}

/** Who has an account in the journal: all staff, families who consented, students from thirteen or so. */
export function makeAccounts(people: People): readonly TruthAccount[] {
  const grown = addDays(people.startDay, -13 * 365);
  const own = people.students
    .filter(({ birthDate }) => birthDate < grown)
    .flatMap((student) => accountOf(people, 'student', student.id, student));
  return [...ofStaff(people), ...ofGuardians(people), ...own].map((account, index) => ({
    id: index + 1,
    ...account,
  }));
}
