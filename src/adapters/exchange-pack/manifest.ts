import { z } from 'zod';
import { packFiles } from './layout.ts';

/** A written file: its name, its lines without the header, its size and what it must hash to. */
const writtenSchema = z.strictObject({
  file: z.string(),
  rows: z.number().int(),
  bytes: z.number().int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** See {@link writtenSchema}. */
export type Written = z.infer<typeof writtenSchema>;

const fileSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  rows: z.number().int(),
  /** Why there is nothing but the header; null where there is something. */
  empty: z.string().nullable(),
  written: z.array(writtenSchema),
});

/** See {@link fileSchema}. */
export type ManifestFile = z.infer<typeof fileSchema>;

/**
 * What a pack says of itself. It is taken away before the first file is written and put back behind the last: a
 * folder without it is not a whole pack.
 */
export const manifestSchema = z.strictObject({
  format: z.literal('peremena-exchange-pack'),
  version: z.literal(1),
  sourceSystem: z.string().nullable(),
  school: z.string().nullable(),
  municipality: z.string().nullable().default(null),
  period: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
  extractedAt: z.string(),
  notes: z.array(z.string()),
  files: z.array(fileSchema),
});

/** See {@link manifestSchema}. */
export type Manifest = z.infer<typeof manifestSchema>;

export const MANIFEST = 'manifest.json';

const NAMES = new RegExp(
  `^(?:(?:${packFiles.map(({ name }) => name).join('|')})(?:-\\d+)?\\.(?:csv|xlsx)|manifest\\.json)(?:\\.part)?$`,
);

/** Whether a file of this name may stand in a pack's folder: its own files, and what a kill left of them. */
export const isOurs = (name: string): boolean => NAMES.test(name);

/** What a person who opens a pack must know, in Russian. */
export const notes: readonly string[] = [
  'CSV: UTF-8 с меткой порядка байтов, разделитель «;», кавычки по RFC 4180, даты ДД.ММ.ГГГГ, дробная часть через запятую.',
  'Текст, который таблица приняла бы за формулу, начинается с апострофа; при чтении его нужно снять.',
  'Номер личного дела, табельный номер и логин источник не сообщает: вместо них стоит постоянный идентификатор Перемены.',
  'Строка файла groups без предмета — пребывание ученика в самом классе.',
  'Сведения о здоровье (болезнь как причина пропуска, лист здоровья) не передаются, если школа не решила иначе.',
  'Файлы, приложенные к домашним заданиям, и задания для одного ученика в пакет не входят.',
  'Хэш SHA-256 и число строк (без заголовка) указаны для каждого файла.',
];
