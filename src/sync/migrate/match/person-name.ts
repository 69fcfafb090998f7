import { plainText } from './text.ts';

/** A person's name in parts, each plain; an initial is a part of one letter. */
export interface PersonName {
  readonly last: string;
  readonly first: string | null;
  readonly middle: string | null;
}

/** How two names agree, the surest first. */
export type NameLevel = 'full' | 'partial' | 'initials' | 'weak';

interface NameParts {
  readonly name: string;
  readonly lastName: string | null;
  readonly firstName: string | null;
  readonly middleName: string | null;
}

const part = (text: string): string =>
  plainText(text)
    .replace(/\s*-\s*/g, '-')
    .replace(/[.,]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const isInitial = (text: string): boolean => [...text].length === 1;

const orNull = (text: string | undefined | null): string | null => text || null;

/** «Иванова А. П.», «Иванова Анна Петровна», «А. П. Иванова»: the order is told by which words are initials. */
function fromDisplayed(shown: string): PersonName {
  const parts = part(shown).split(' ');
  const lead = parts.findIndex((word) => !isInitial(word));
  const turned = lead > 0 && lead === parts.length - 1;
  const [last = '', first, ...middle] = turned ? [...parts.slice(lead), ...parts.slice(0, lead)] : parts;
  return { last, first: orNull(first), middle: orNull(middle.join(' ')) };
}

/** The name of a person as far as a side tells it; the parts where it tells them apart. */
export function personName({ name, lastName, firstName, middleName }: NameParts): PersonName {
  if (lastName === null || firstName === null) return fromDisplayed(name);
  return { last: part(lastName), first: orNull(part(firstName)), middle: orNull(part(middleName ?? '')) };
}

type PartAgreement = 'same' | 'initial' | 'untold' | 'differs';

function agreement(a: string | null, b: string | null): PartAgreement {
  if (a === b) return a !== null && isInitial(a) ? 'initial' : 'same';
  if (a === null || b === null) return 'untold';
  const short = isInitial(a) || isInitial(b);
  return short && [...a][0] === [...b][0] ? 'initial' : 'differs';
}

/** How two names agree; null when they are names of two people. */
export function compareNames(a: PersonName, b: PersonName): NameLevel | null {
  if (a.last !== b.last || a.last === '') return null;
  const first = agreement(a.first, b.first);
  const middle = agreement(a.middle, b.middle);
  if (first === 'differs' || first === 'untold' || middle === 'differs') return null;
  if (a.first === null) return 'weak';
  if (first === 'same') return middle === 'same' ? 'full' : 'partial';
  return middle === 'untold' ? 'weak' : 'initials';
}
