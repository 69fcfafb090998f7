import type { Fault } from '../http/faults.ts';
import type { ProfileName } from './profiles.ts';

/** Everything in which one server differs from another, and every way to misbehave, as a switch. */
export interface Quirks {
  /** `schools/search` without `name` answers 403. */
  readonly searchNeedsName: boolean;
  /** The old `addresses/schools` list is there; `schools/search` is there as well. */
  readonly addressesList: boolean;
  /** `diary/init.students` is an object keyed by index. */
  readonly studentsAsObject: boolean;
  /** `currentStudentId` is a student's id and not an index. */
  readonly currentStudentAsId: boolean;
  /** `weekDays` is absent where there is no lesson; otherwise empty. */
  readonly weekDaysAbsent: boolean;
  readonly unsortedLessons: boolean;
  /** An extracurricular lesson with the number of another lesson, every Monday. */
  readonly duplicateNumbers: boolean;
  /** The diary says weight 0; the assignment's details have the real one. */
  readonly weightZeroInDiary: boolean;
  /** This type is missing in the dictionary of types. */
  readonly hiddenTypeId: number | null;
  /** Topics «---Не указана---» and «-» now and then, HTML and CRLF in descriptions, NBSP in report cells. */
  readonly untidyTexts: boolean;
  /** How a wrong password is told: 409, or 200 without `at`. */
  readonly wrongPassword: '409' | 'no-at';
  /** Another live session of the account: only said at log-in, or a page in the middle, or not at all. */
  readonly securityWarning: 'login' | 'page' | 'off';
  /** Answer to a session that is over. */
  readonly expiredAnswer: 401 | 403 | 500 | 'html';
  /** A new `at` in the response header after so many requests of a session; 0 never. */
  readonly rotateAtEvery: number;
  /** The cookie `ESRNSec` is set at log-in and asked for by the hub. */
  readonly esrnSec: boolean;
  /** The hub's upgrade is answered with this status. */
  readonly hubUpgradeStatus: number | null;
  /** Tasks of these reports never complete. */
  readonly endlessReports: readonly string[];
  /** Tasks of these reports end in an error. */
  readonly failingReports: readonly string[];
  /** Queue calls of these reports are refused with 409. */
  readonly refusedReports: readonly string[];
  /** `studenttotalmarks` in one header row instead of two. */
  readonly singleHeaderTotals: boolean;
  /** `studenttotal` repeats a day's column instead of putting two lessons of a subject in one cell. */
  readonly repeatedDayColumns: boolean;
  readonly attachmentsNeedListing: boolean;
  readonly attachmentGuid: boolean;
  /** Dates of the diary with a fraction of a second. */
  readonly diaryFractions: boolean;
  readonly mailIdsAsText: boolean;
  /** Only ESIA and an imported session; passwords are refused. */
  readonly esiaOnly: boolean;
  /** Staff with two roles have to choose one. */
  readonly roleChoice: boolean;
  readonly referer: 'login' | 'all' | 'none';
  readonly longIds: boolean;
  readonly markOutsideScale: boolean;
  readonly lessonOnHoliday: boolean;
  readonly dateOutsideYear: boolean;
  /** Idle life of a session. */
  readonly timeOutMs: number;
  /** Legacy calendar pages answer 500. */
  readonly legacyPagesBroken: boolean;
  /** Legacy pages come in windows-1251, as their header says. */
  readonly legacyPagesCp1251: boolean;
  readonly faults: readonly Fault[];
}

const QUIET: Quirks = {
  searchNeedsName: false,
  addressesList: false,
  studentsAsObject: false,
  currentStudentAsId: false,
  weekDaysAbsent: false,
  unsortedLessons: true,
  duplicateNumbers: false,
  weightZeroInDiary: false,
  hiddenTypeId: null,
  untidyTexts: false,
  wrongPassword: '409',
  securityWarning: 'login',
  expiredAnswer: 401,
  rotateAtEvery: 0,
  esrnSec: false,
  hubUpgradeStatus: null,
  endlessReports: [],
  failingReports: [],
  refusedReports: [],
  singleHeaderTotals: false,
  repeatedDayColumns: false,
  attachmentsNeedListing: false,
  attachmentGuid: false,
  diaryFractions: false,
  mailIdsAsText: false,
  esiaOnly: false,
  roleChoice: false,
  referer: 'login',
  longIds: false,
  markOutsideScale: false,
  lessonOnHoliday: false,
  dateOutsideYear: false,
  timeOutMs: 3_600_000,
  legacyPagesBroken: false,
  legacyPagesCp1251: false,
  faults: [],
};

const OF_PROFILE: Readonly<Record<ProfileName, Partial<Quirks>>> = {
  '5.13': {
    addressesList: true,
    expiredAnswer: 500,
    timeOutMs: 900_000,
    weightZeroInDiary: true,
    legacyPagesCp1251: true,
  },
  '5.25': { studentsAsObject: true, currentStudentAsId: true, singleHeaderTotals: true },
  '5.30': { esrnSec: true, attachmentsNeedListing: true },
  '5.47': { searchNeedsName: true, weekDaysAbsent: true, mailIdsAsText: true, legacyPagesBroken: true },
  kray: { searchNeedsName: true, weekDaysAbsent: true, esiaOnly: true, weightZeroInDiary: true },
};

export const quirksOf = (profile: ProfileName, given: Partial<Quirks> = {}): Quirks => ({
  ...QUIET,
  ...OF_PROFILE[profile],
  ...given,
});
