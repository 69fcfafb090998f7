import type { Page } from '../../page.ts';
import { consents } from './consents.tsx';
import { consentForms } from './enter.ts';
import { studentConsents } from './student.tsx';

/** «Согласия». */
export const consentPages: readonly Page[] = [consents, studentConsents, ...consentForms];
