/**
 * Which of our tables stands in which section of form ОО-1 (federal annual statistics). The order is re-issued almost
 * every year and sections change their numbers: this list is all there is to change then. `number` null: the number is
 * not sure, the section is found by its name.
 */
export interface Oo1Section {
  readonly number: string | null;
  readonly title: string;
  readonly table: Oo1Table;
}

/** The tables that can be made; those that are not are named so that nobody looks for them. */
export const oo1Tables = [
  'mode',
  'classes',
  'special_classes',
  'class_sizes',
  'ages',
  'form_of_study',
  'languages',
  'categories',
  'movement',
  'graduates',
  'staff',
  'staff_background',
] as const;

/** See {@link oo1Tables}. */
export type Oo1Table = (typeof oo1Tables)[number];

/** As of the form for 2025/2026. */
export const oo1Sections: readonly Oo1Section[] = [
  { number: '1', title: 'Сведения об организации: смены', table: 'mode' },
  { number: '2.1.1', title: 'Классы и учащиеся по годам обучения', table: 'classes' },
  { number: '2.1.2', title: 'Отдельные классы для учащихся с ОВЗ', table: 'special_classes' },
  { number: null, title: 'Наполняемость классов', table: 'class_sizes' },
  { number: null, title: 'Учащиеся по формам обучения', table: 'form_of_study' },
  { number: null, title: 'Учащиеся по возрасту и полу', table: 'ages' },
  { number: null, title: 'Языки обучения', table: 'languages' },
  { number: null, title: 'Иностранные граждане, инвалиды', table: 'categories' },
  { number: null, title: 'Движение учащихся в прошлом учебном году', table: 'movement' },
  { number: null, title: 'Выпускники прошлого учебного года', table: 'graduates' },
  { number: null, title: 'Работники по должностям', table: 'staff' },
  { number: null, title: 'Работники по образованию, стажу, возрасту', table: 'staff_background' },
];

/** A class smaller than this is a small one. */
export const smallClass = { town: 25, village: 14 } as const;

/** Ages are full years on this day within the academic year. */
export const ageMonthDay = '01-01';
