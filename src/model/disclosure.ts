/**
 * Why a student's data would be given to somebody, and whether that needs a consent (152-ФЗ art. 6, 9; school-domain
 * §7). The school's own work and supervision stand on the law; whatever leaves for somebody else needs a consent
 * that names this purpose.
 */
export const disclosurePurposes = {
  school: { needsConsent: false, title: 'работа самой школы и её учредителя' },
  supervision: { needsConsent: false, title: 'контролирующий орган' },
  diary: { needsConsent: true, title: 'электронный дневник для семьи' },
  portal: { needsConsent: true, title: 'портал государственных услуг' },
  learning: { needsConsent: true, title: 'внешняя учебная система' },
  transfer: { needsConsent: true, title: 'передача новому оператору' },
} as const;

/** The name of a purpose; a consent in our register names one of those that need a consent. */
export type DisclosurePurpose = keyof typeof disclosurePurposes;

/** All purposes. */
export const disclosurePurposeNames = Object.keys(disclosurePurposes) as [
  DisclosurePurpose,
  ...DisclosurePurpose[],
];

/** The source of rows that people enter with us: consents, permits, substitutions, remarks. */
export const REGISTER_SOURCE = 'peremena/register';
