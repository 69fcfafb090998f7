import type { ReportForm } from '../../../reports/form.ts';

/** What forms are for, in the order in which an office works through a year. */
const USES: readonly { readonly title: string; readonly starts: readonly string[] }[] = [
  {
    title: 'Итоги',
    starts: [
      'school-results',
      'class-',
      'summary-',
      'homeroom-',
      'teacher-',
      'subject-',
      'objectivity',
      'oo1',
    ],
  },
  {
    title: 'Ведение журнала',
    starts: ['journal-', 'changed-', 'changes', 'substitution', 'assessment', 'programme', 'mark-density'],
  },
  { title: 'Посещаемость', starts: ['attendance', 'truancy'] },
  {
    title: 'Контингент и движение',
    starts: ['movement', 'alphabet', 'contingent', 'elective', 'extra', 'achievement', 'club'],
  },
  { title: 'Семьи и согласия', starts: ['guardian', 'parent', 'family', 'refus', 'consent', 'paper'] },
  { title: 'Данные', starts: ['freshness', 'data-'] },
];

const OTHER = 'Другое';

const useOf = ({ id }: ReportForm): string =>
  USES.find(({ starts }) => starts.some((start) => id.startsWith(start)))?.title ?? OTHER;

/** Forms that stand together. */
export interface FormGroup {
  readonly title: string;
  readonly forms: readonly ReportForm[];
}

/** The forms by what they are for; groups without a form are left out. */
export function groupedForms(forms: readonly ReportForm[]): readonly FormGroup[] {
  return [...USES.map(({ title }) => title), OTHER]
    .map((title) => ({ title, forms: forms.filter((form) => useOf(form) === title) }))
    .filter(({ forms: own }) => own.length > 0);
}
