import { type EntityName, entityNames } from '../../../model/entities.ts';
import { fieldText } from './plain-words.ts';
import { entityTitles } from './words.ts';

/** Why a row did not simply arrive, by the code that the engine, the gate or a target gave. */
const texts: Readonly<Record<string, string>> = {
  'transfer.kept_here': 'Приёмник этого не хранит; осталось в Перемене',
  'transfer.left_behind': 'Приёмник этого не хранит; по решению школы строка осталась в прежнем журнале',
  'transfer.in_comment': 'Приёмник этого не хранит; записано в примечание',
  'transfer.reference_left': 'То, на что ссылается строка, не переносится',
  'transfer.reference_dropped': 'Перенесено без ссылки: то, на что она указывала, не переносится',
  'transfer.code_differs': 'Перенесено под кодом приёмника, который значит не совсем то же',
  'transfer.scale_differs': 'В приёмнике другая шкала отметок; отметки не пересчитываются',
  'transfer.mapping_leaves': 'Оставлено решением человека в файле соответствий',
  'transfer.mapping_asks': 'В файле соответствий на это не дан ответ',
  'transfer.not_taken': 'Приёмник таких сведений не принимает',
  'transfer.too_old': 'Приёмник уже не принимает таких давних записей',
  'transfer.not_kept': 'Приёмник подтвердил запись, но не сохранил её',
  'transfer.altered': 'Приёмник сохранил не то, что было записано',
  'transfer.changed_since': 'В источнике изменилось уже после переноса',
  'transfer.not_yet': 'Ещё не перенесено',
  'transfer.gone': 'Записи больше нет в источнике',
  'consent.missing': 'Нет согласия на передачу новому оператору',
  'consent.other_operator': 'Согласие дано другому оператору',
  'consent.refused': 'В согласии отказано',
  'consent.withdrawn': 'Согласие отозвано',
  'consent.expired': 'Срок согласия истёк',
  'consent.not_yet': 'Согласие ещё не вступило в силу',
  'consent.signer_lacks_right': 'Согласие подписал тот, кто не вправе',
  'target.no_place': 'В пакете обмена нет места для таких сведений',
  'target.reference_lacking': 'То, на что ссылается строка, в приёмник не попало',
  'target.no_answer': 'Приёмник не ответил, что стало с записью',
  'target.occupied': 'В приёмнике на этом месте уже стоит другое, введённое там; оно не тронуто',
  'target.stays': 'Приёмник не даёт взять запись обратно',
};

interface Told {
  readonly code: string;
  /** What the code speaks of: `assessment.weight`; empty where it says nothing. */
  readonly about: string;
}

function parse(reason: string): Told {
  const cut = reason.indexOf('/');
  return cut < 0 ? { code: reason, about: '' } : { code: reason.slice(0, cut), about: reason.slice(cut + 1) };
}

/** `lesson.room`, `lesson.shift` → `Уроки: кабинет, смена`; the fields of an entity stand together. */
function subjectText(abouts: readonly string[]): string {
  const byEntity = new Map<string, string[]>();
  for (const about of abouts) {
    const cut = about.indexOf('.');
    const name = cut < 0 ? about : about.slice(0, cut);
    const fields = byEntity.get(name) ?? [];
    byEntity.set(name, cut < 0 ? fields : [...fields, fieldText(about.slice(cut + 1))]);
  }
  const texts = [...byEntity].map(([name, fields]) => {
    const entity = entityNames.find((known): known is EntityName => known === name);
    const title = entity ? entityTitles[entity] : name;
    return fields.length > 0 ? `${title}: ${fields.join(', ')}` : title;
  });
  return texts.join('; ');
}

function codeText(code: string, told: readonly Told[]): string {
  const text = texts[code] ?? `Причина ${code}`;
  const abouts = told.flatMap((one) => (one.code === code && one.about !== '' ? [one.about] : []));
  return abouts.length > 0 ? `${text} (${subjectText(abouts)})` : text;
}

/** A row's reason in Russian; several reasons of one row are parted by semicolons, alike ones told once. */
export function reasonText(reason: string): string {
  const told = reason
    .split(' ')
    .filter((one) => one !== '')
    .map(parse);
  return [...new Set(told.map(({ code }) => code))].map((code) => codeText(code, told)).join('; ');
}
