import type { StudentMarks } from '../store/read/reports/homeroom.ts';

/** A list of students: who is in it, and the subjects that are named beside each. */
export interface CategoryList {
  readonly key: string;
  readonly title: string;
  has(student: StudentMarks): boolean;
  subjects(student: StudentMarks): readonly string[];
}

const isWhole = ({ lows, notAssessed }: StudentMarks): boolean =>
  lows.length === 0 && notAssessed.length === 0;

const isHigh = (student: StudentMarks): boolean =>
  isWhole(student) && student.threes.length === 0 && student.fives.length + student.fours.length > 0;

const none = (): readonly string[] => [];

/** The lists of school-domain §4 in the order of the form. */
export const categoryLists: readonly CategoryList[] = [
  {
    key: 'excellent',
    title: 'Отличники',
    has: (one) => isHigh(one) && one.fours.length === 0,
    subjects: none,
  },
  {
    key: 'one_four',
    title: 'С одной «4»',
    has: (one) => isHigh(one) && one.fours.length === 1,
    subjects: ({ fours }) => fours,
  },
  {
    key: 'good',
    title: 'Хорошисты',
    has: (one) => isHigh(one) && one.fours.length > 0,
    subjects: none,
  },
  {
    key: 'one_three',
    title: 'С одной «3»',
    has: (one) => isWhole(one) && one.threes.length === 1,
    subjects: ({ threes }) => threes,
  },
  {
    key: 'failing',
    title: 'Неуспевающие',
    has: ({ lows }) => lows.length > 0,
    subjects: ({ lows }) => lows,
  },
  {
    key: 'not_assessed',
    title: 'Не аттестованы',
    has: ({ notAssessed }) => notAssessed.length > 0,
    subjects: ({ notAssessed }) => notAssessed,
  },
  {
    key: 'exempt',
    title: 'Освобождены',
    has: ({ exempt }) => exempt.length > 0,
    subjects: ({ exempt }) => exempt,
  },
];
