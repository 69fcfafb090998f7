interface PersonName {
  readonly displayName: string;
  readonly lastName: string | null;
  readonly firstName: string | null;
  readonly middleName: string | null;
}

/** A name with its parts, where it has the two or three words that leave no doubt which is which. */
export function personName(fullName: string): PersonName {
  const displayName = fullName.replace(/[\s\u00a0]+/g, ' ').trim();
  const [lastName = null, firstName = null, middleName = null, ...more] = displayName.split(' ');
  const isClear = firstName !== null && more.length === 0 && !displayName.includes('.');
  return isClear
    ? { displayName, lastName, firstName, middleName }
    : { displayName, lastName: null, firstName: null, middleName: null };
}

/** «Английский язык/1» → «Английский язык»: the subject that a group learns. It is the subject's key too. */
export const subjectOf = (group: string): string => group.split('/')[0]?.trim() || group;

/** «7б/Алгебра» → «Алгебра»: the staff side names groups with their class. */
export const withoutClass = (group: string, className: string): string =>
  group.toLowerCase().startsWith(`${className.toLowerCase()}/`) ? group.slice(className.length + 1) : group;

/** `owner` is the class's key. */
export const groupKey = (owner: string, group: string): string => `${owner}/${group}`;
