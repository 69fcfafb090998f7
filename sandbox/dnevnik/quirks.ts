import type { Day } from '../../src/model/dates.ts';
import type { Fault } from '../http/faults.ts';
import { type HostName, PROFILES } from './profiles.ts';

/** Everything that the sources disagree about, and every way to misbehave, as a switch. */
export interface Quirks {
  /** People with names in parts, or with the short name alone. */
  readonly personForm: 'full' | 'short';
  /** Users with all they have, or as a file's author is served. */
  readonly userForm: 'full' | 'minimised';
  /** Students of lower grades have no account: `userId` is null. */
  readonly accountsFromGrade: number;
  readonly classNames: 'plain' | 'upper' | 'spaced';
  /** A school's list of groups has the subgroups too. */
  readonly schoolListsSubgroups: boolean;
  readonly timetablesAsArray: boolean;
  readonly schedulesAsArray: boolean;
  /** Days without lessons are in a schedule, empty. */
  readonly scheduleEmptyDays: boolean;
  /** Days of a schedule written with the offset of the zone. */
  readonly scheduleOffsets: boolean;
  /** `recentmarks.fromDate` is where reading goes back from, or a lower bound. */
  readonly recentMarksFrom: 'back' | 'lower';
  /** `textValue` the same as `value`, null, or a word in its place. */
  readonly textValue: 'same' | 'null' | 'words';
  readonly markTypeCase: 'pascal' | 'lower';
  readonly feedCards: 'marksCards' | 'markCards';
  /** Which of the two words for an absence means the excused one. */
  readonly attendanceWording: 'pass-excused' | 'absent-excused';
  /** An exemption is told as `Attend` with a comment; otherwise not at all. */
  readonly attendRows: boolean;
  readonly errorSpelling: 'mixed' | 'short' | 'long';
  /** `regionId`, `journalType`, `membershipStatus` in camel case. */
  readonly camelKeys: boolean;
  readonly postEduGroups: 'groups' | 'students';
  /** Now and then a lesson without hours and room. */
  readonly lessonsOutsideBells: boolean;
  /** Now and then a full lesson without its subject. */
  readonly subjectNull: boolean;
  readonly lessonStatus: { readonly past: string; readonly future: string };
  /** `Work.sentDate` with a trailing Z. */
  readonly sentDateZ: boolean;
  /** A changed mark has the date of the change and not of the first entry. */
  readonly markDateFollowsEdits: boolean;
  readonly markIdChanges: boolean;
  /** Every lesson has a work `DefaultNewLessonWork`, made with it. */
  readonly defaultWorks: boolean;
  /** Now and then the year's mark differs from the final mark, which holds. */
  readonly yearFinalMarks: boolean;
  /** Longest range of schedules and of a person's log entries; null knows none. */
  readonly rangeLimitDays: number | null;
  readonly maxBatch: number | null;
  /** At most so many requests of a token in a window of the simulator's clock. */
  readonly throttle: { readonly requests: number; readonly windowMs: number } | null;
  readonly throttleStatus: 429 | 433;
  readonly retryAfter: boolean;
  /** Every request is answered with the page of technical works. */
  readonly maintenance: 502 | 503 | null;
  /** Families may list the school's classes and read marks of their whole class. */
  readonly familySeesClass: boolean;
  /** Schedules of people are refused to staff. */
  readonly schedulesRefused: boolean;
  /** Tokens live so long by the simulator's clock. */
  readonly tokenLifeMs: number;
  /** What the authorize page ends with in place of `success`. */
  readonly consentResult: string;
  /** The first time an application asks, the user is asked. */
  readonly consentPage: boolean;
  /** A password is refused: the region lets people in through ESIA only. */
  readonly esiaOnly: boolean;
  /** Nobody may write. */
  readonly readOnly: boolean;
  /** Every Nth write is answered as if it were done, and is not. */
  readonly dropEveryNthWrite: number;
  /** Every Nth write is done and shown, until the server forgets it (`forget`). */
  readonly forgetEveryNthWrite: number;
  /** Every Nth write is done, and its answer gets lost: a page comes instead. */
  readonly loseEveryNthAnswer: number;
  /** Every Nth mark that is put comes to stand one lower than it was sent. */
  readonly alterEveryNthWrite: number;
  /** After so many writes the right to write is gone; null never. */
  readonly writesAllowed: number | null;
  /** Lessons before this day are closed for writing. */
  readonly writesNotBefore: Day | null;
  /** What a write of what is there already does. */
  readonly repeatedWrite: 'replace' | 'refuse' | 'add';
  /** What a write is answered with: the object, its id, or nothing. */
  readonly writeAnswer: 'object' | 'id' | 'empty';
  readonly faults: readonly Fault[];
}

const MONTH_MS = 2_592_000_000;

const QUIET: Omit<Quirks, 'personForm'> = {
  userForm: 'full',
  accountsFromGrade: 1,
  classNames: 'plain',
  schoolListsSubgroups: true,
  timetablesAsArray: false,
  schedulesAsArray: false,
  scheduleEmptyDays: true,
  scheduleOffsets: false,
  recentMarksFrom: 'back',
  textValue: 'same',
  markTypeCase: 'pascal',
  feedCards: 'marksCards',
  attendanceWording: 'pass-excused',
  attendRows: false,
  errorSpelling: 'mixed',
  camelKeys: false,
  postEduGroups: 'groups',
  lessonsOutsideBells: false,
  subjectNull: false,
  lessonStatus: { past: 'Conducted', future: 'Planned' },
  sentDateZ: false,
  markDateFollowsEdits: false,
  markIdChanges: false,
  defaultWorks: false,
  yearFinalMarks: false,
  rangeLimitDays: 30,
  maxBatch: null,
  throttle: null,
  throttleStatus: 429,
  retryAfter: false,
  maintenance: null,
  familySeesClass: false,
  schedulesRefused: false,
  tokenLifeMs: MONTH_MS,
  consentResult: 'success',
  consentPage: false,
  esiaOnly: false,
  readOnly: false,
  dropEveryNthWrite: 0,
  forgetEveryNthWrite: 0,
  loseEveryNthAnswer: 0,
  alterEveryNthWrite: 0,
  writesAllowed: null,
  writesNotBefore: null,
  repeatedWrite: 'replace',
  writeAnswer: 'object',
  faults: [],
};

export const quirksOf = (host: HostName, given: Partial<Quirks> = {}): Quirks => ({
  ...QUIET,
  personForm: PROFILES[host].personForm,
  ...given,
});
