import { below, itemAt, type Key, mix, pick } from './random.ts';

export type Sex = 'male' | 'female';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

// Common endings of Russian surnames; all people made of them are invented.
const SURNAMES = words(`
  Абросимов Авдеев Агапов Акимов Аксёнов Алёхин Аникин Антипов Архипов Бабкин Балашов Баранов Безруков Белов
  Берёзкин Блинов Бобров Богданов Болотов Бондарев Борисов Бочаров Брагин Бурков Быстров Вавилов Васин Веденин
  Вершинин Виноградов Вишняков Волков Воронин Воробьёв Гаврилов Глазков Голубев Горбунов Горшков Грачёв Громов
  Губин Гусев Давыдов Данилов Дёмин Дорофеев Дроздов Дьяков Евсеев Егоров Елизаров Ермаков Ершов Ефимов Жаров
  Жданов Журавлёв Зайцев Захаров Зверев Зимин Золотов Зотов Зубков Зуев Иванов Игнатов Измайлов Ильин Исаев
  Кабанов Казаков Калинин Капустин Карпов Киселёв Климов Клюев Князев Ковалёв Колесников Комаров Кондратьев
  Королёв Костин Котов Краснов Круглов Крылов Крюков Кузьмин Куликов Лазарев Лапин Лаптев Лебедев Логинов Лосев
  Лукин Львов Макаров Малинин Маслов Медведев Мельников Миронов Морозов Муравьёв Назаров Нестеров Никитин
  Носков Овчинников Одинцов Орлов Осипов Панов Пахомов Петухов Поляков Прохоров Пушков Рогов Родин Рожков
  Рыбаков Рябов Савельев Сазонов Сафонов Седов Семёнов Сидоров Синицын Смирнов Соболев Соколов Соловьёв Сорокин
  Стариков Субботин Суханов Тарасов Терентьев Тихонов Третьяков Трофимов Туманов Уваров Усов Фадеев Федотов
  Филатов Фомин Фролов Харитонов Хохлов Царёв Цветков Чернов Чижов Шаров Шестаков Широков Шубин Щербаков Юдин
  Яковлев Якушев Озерский Раменский Вяземский Полянский Заречный Нагорный Подгорный Бережной Шевченко Кравченко
  Мельник Ткаченко Дашкевич
`);

const MALE = words(`
  Александр Алексей Андрей Антон Арсений Артём Богдан Борис Вадим Валерий Василий Виктор Виталий Владимир
  Владислав Георгий Глеб Григорий Даниил Денис Дмитрий Евгений Егор Иван Игорь Илья Кирилл Константин Лев
  Леонид Максим Марк Матвей Михаил Никита Николай Олег Павел Пётр Роман Руслан Семён Сергей Степан Тимофей
  Фёдор Юрий Ярослав
`);

const FEMALE = words(`
  Александра Алина Алиса Алёна Анастасия Анна Арина Валентина Валерия Варвара Василиса Вера Вероника Виктория
  Галина Дарья Диана Евгения Екатерина Елена Елизавета Жанна Зоя Ирина Кира Ксения Лариса Лидия Любовь Людмила
  Маргарита Марина Мария Милана Надежда Наталья Нина Оксана Ольга Полина Светлана София Тамара Татьяна Ульяна
  Юлия Яна Ярослава
`);

const GROWN_MALE = MALE.slice(0, 38);

/** Father's names whose patronymics do not follow the endings. */
const PATRONYMICS: Readonly<Record<string, readonly [string, string]>> = {
  Илья: ['Ильич', 'Ильинична'],
  Лев: ['Львович', 'Львовна'],
  Никита: ['Никитич', 'Никитична'],
  Павел: ['Павлович', 'Павловна'],
  Пётр: ['Петрович', 'Петровна'],
  Михаил: ['Михайлович', 'Михайловна'],
  Даниил: ['Даниилович', 'Данииловна'],
};

export function patronymic(fatherName: string, sex: Sex): string {
  const known = PATRONYMICS[fatherName];
  if (known) return sex === 'male' ? known[0] : known[1];
  const endings = sex === 'male' ? 'ич' : 'на';
  const stem = fatherName.slice(0, -1);
  if (/[^аеёиоуыэюя]ий$/.test(fatherName)) {
    // Василий gives Васильевич, but Дмитрий gives Дмитриевич: two consonants keep the vowel.
    const soft = /[^аеёиоуыэюя]{2}ий$/.test(fatherName) ? 'ие' : 'ье';
    return `${fatherName.slice(0, -2)}${soft}в${endings}`;
  }
  if (fatherName.endsWith('й') || fatherName.endsWith('ь')) return `${stem}ев${endings}`;
  return `${fatherName}ов${endings}`;
}

/** A surname in the form of the sex. */
export function surnameFor(base: string, sex: Sex): string {
  if (sex === 'male') return base;
  if (/(ский|цкий|ый|ой)$/.test(base)) return `${base.slice(0, -2)}ая`;
  return /(ов|ев|ёв|ин|ын)$/.test(base) ? `${base}а` : base;
}

export const surnameBase = (key: Key): string => pick(key, SURNAMES);

export const givenName = (key: Key, sex: Sex): string => pick(key, sex === 'male' ? MALE : FEMALE);

/** The name of a family's n-th child: brothers do not share one. */
export function childName(familyKey: Key, nth: number, sex: Sex): string {
  const list = sex === 'male' ? MALE : FEMALE;
  return itemAt(list, (below(familyKey, list.length) + nth * 7) % list.length);
}

export interface FullName {
  readonly lastName: string;
  readonly firstName: string;
  readonly middleName: string;
}

/** A name for somebody whose family is of no interest. */
export const fullName = (key: Key, sex: Sex): FullName => ({
  lastName: surnameFor(surnameBase(mix(key, 1)), sex),
  firstName: givenName(mix(key, 2), sex),
  middleName: patronymic(pick(mix(key, 3), GROWN_MALE), sex),
});

const COLLATOR = new Intl.Collator('ru');

export const byName = (a: FullName & { id: number }, b: FullName & { id: number }): number =>
  COLLATOR.compare(a.lastName, b.lastName) ||
  COLLATOR.compare(a.firstName, b.firstName) ||
  COLLATOR.compare(a.middleName, b.middleName) ||
  a.id - b.id;

interface Place {
  readonly city: string;
  readonly timeZone: string;
}

const PLACES: readonly Place[] = [
  { city: 'г. Озёрск-на-Волге', timeZone: 'Europe/Moscow' },
  { city: 'г. Верхнекаменск-Уральский', timeZone: 'Asia/Yekaterinburg' },
  { city: 'с. Новое Краснополье', timeZone: 'Asia/Barnaul' },
  { city: 'г. Заречье-Янтарное', timeZone: 'Europe/Kaliningrad' },
  { city: 'г. Светлоярск-на-Самаре', timeZone: 'Europe/Samara' },
  { city: 'г. Нижнереченск-Омский', timeZone: 'Asia/Omsk' },
  { city: 'п. Кедровый Бор', timeZone: 'Asia/Krasnoyarsk' },
  { city: 'г. Приморье-Южное', timeZone: 'Asia/Vladivostok' },
];

/** Schools lie in different zones on purpose: a single one would hide mistakes with time. */
export const placeOf = (schoolIndex: number): Place => itemAt(PLACES, (schoolIndex - 1) % PLACES.length);
