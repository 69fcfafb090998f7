import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { ReportRefusal } from '../../../reports/refusal.ts';
import type { Trouble } from '../../page.ts';

type Words = Pick<Trouble, 'status' | 'happened' | 'next'>;

const WORDS: Readonly<Partial<Record<ReportRefusal, Words>>> = {
  'report.unknown_form': {
    status: 404,
    happened: 'Такой формы отчёта нет.',
    next: 'Выберите форму из списка на странице «Отчёты».',
  },
  'report.invalid_scope': {
    status: 400,
    happened: 'Непонятно, о ком отчёт.',
    next: 'Выберите школу, класс или муниципалитет из списка.',
  },
  'report.scope_not_offered': {
    status: 422,
    happened: 'Эта форма не составляется для такого охвата.',
    next: 'Выберите в списке «О ком» то, для чего она есть.',
  },
  'report.not_found': {
    status: 404,
    happened: 'Такой школы, класса или муниципалитета нет, или они не в вашем ведении.',
    next: 'Выберите из списка «О ком»: в нём всё, что вам видно.',
  },
  'report.invalid_period': {
    status: 400,
    happened: 'Период не понят.',
    next: 'Выберите период из списка или укажите обе даты: первый и последний день.',
  },
  'report.period_reversed': {
    status: 422,
    happened: 'Период кончается раньше, чем начинается.',
    next: 'Поменяйте даты местами.',
  },
  'report.period_across_years': {
    status: 422,
    happened: 'Период захватывает два учебных года.',
    next: 'Составьте отчёт по каждому учебному году отдельно: новый год считается с 1 августа.',
  },
  'report.no_such_term': {
    status: 404,
    happened: 'Такого периода нет ни в одной из этих школ.',
    next: 'Выберите период из списка.',
  },
  'report.terms_only': {
    status: 422,
    happened: 'Эта форма составляется только за четверть, полугодие или год.',
    next: 'Уберите даты и выберите период из списка.',
  },
  'report.not_comparable': {
    status: 422,
    happened: 'С прошлым годом не сравниваются эта форма или один класс: год назад это был другой класс.',
    next: 'Снимите отметку «сравнить с прошлым годом».',
  },
};

const UNFORESEEN: Words = {
  status: 422,
  happened: 'Отчёт не составлен: запрос не подошёл форме.',
  next: 'Проверьте, о ком отчёт и за какой период.',
};

/** A refusal of a report in the words of the office. */
export const wordsOf = ({ code }: Diagnostic): Words => WORDS[code as ReportRefusal] ?? UNFORESEEN;
