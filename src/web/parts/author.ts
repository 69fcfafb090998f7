import type { Visit } from '../page.ts';

/** How the log of who did what names the visitor. */
export const authorOf = ({ session }: Pick<Visit, 'session'>): string => `person/${session.person.login}`;

/** The same for people: whoever came over the API stands by the name of the client. */
export const authorText = (by: string): string => by.replace(/^person\//, '');
