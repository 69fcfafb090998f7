import type { MovementLine } from '../store/read/reports/movements.ts';

/** Where students come from and go to, as the report on movement counts them. */
export const movementPlaces = [
  'own',
  'russia',
  'abroad',
  'college',
  'family',
  'illness',
  'death',
  'other',
] as const;

/** See {@link movementPlaces}. */
export type MovementPlace = (typeof movementPlaces)[number];

/**
 * Words of the papers that say where: the first line that fits counts. Papers name places as they like, so this is a
 * list to be added to. Regions cannot be told apart by words.
 */
const WORDS: readonly (readonly [MovementPlace, RegExp])[] = [
  ['death', /смерт|умер/i],
  ['illness', /по болезни|по состоянию здоровья/i],
  ['family', /семейн(ое|ую|ой) (образование|форм)|вне организац/i],
  ['college', /колледж|техникум|училищ|(^|[^а-яё])спо([^а-яё]|$)/i],
  [
    'abroad',
    /казахстан|беларус|белорус|узбекистан|таджикистан|кыргыз|киргиз|армени|азербайджан|грузи|молдов|украин|туркмен|израил|германи|турци|китай|другая стран|другую стран|за границ/i,
  ],
];

const RUSSIA =
  /школ|сош|оош|ноо|лице|гимнази|интернат|(^|[^а-яё])(г|п|с|д|пгт)\. ?[А-ЯЁ]|област|кра[йя]|республик/i;

/** «Озёрский муниципальный округ» → «озёрск»: how places of it begin. */
function stemOf(municipality: string): string {
  const [name = ''] = municipality
    .toLocaleLowerCase('ru')
    .split(/[\s,]+/)
    .filter((word) => !/^(город|г\.|муниципальн|городск|округ|район)/.test(word));
  return name.replace(/(ий|ый|ой|ая|ое)$/, '');
}

/** Where the other end of an arrival or a departure is. */
export function placeOf(
  { otherPlace, reason }: Pick<MovementLine, 'otherPlace' | 'reason'>,
  municipality: string,
): MovementPlace {
  const said = [otherPlace, reason].filter((part) => part !== null).join('; ');
  const found = WORDS.find(([, words]) => words.test(said));
  if (found) return found[0];
  const stem = stemOf(municipality);
  if (stem.length > 3 && said.toLocaleLowerCase('ru').includes(stem)) return 'own';
  return RUSSIA.test(said) ? 'russia' : 'other';
}
