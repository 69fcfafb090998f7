import { className } from './class-name.ts';
import { subjectName } from './subject-name.ts';
import { words } from './text.ts';

const GROUP_WORD = /^(группа|группы|гр|подгруппа|подгр|п|г|й|я|ая|ый)$/;

/** `«Класс»/«Предмет»/«что ещё»`, in any order: what is left when class and subject are taken away. */
function leftOver(name: string, classNames: string, subject: string): string {
  const parts = name
    .split('/')
    .filter((part) => className(part) !== classNames && subjectName(part) !== subject);
  const left = words(parts.join(' '));
  const told = subject.split(' ');
  const opens = told.every((word, index) => left[index] === word);
  return (opens ? left.slice(told.length) : left).join(' ');
}

/** Which part of the class a group is: empty for the whole class, «1» for «1 подгруппа» or «Английский язык/1». */
export function groupPart(name: string, ofClass: string | null, ofSubject: string): string {
  const left = leftOver(name, ofClass === null ? '' : className(ofClass), subjectName(ofSubject));
  return left
    .split(' ')
    .filter((word) => !GROUP_WORD.test(word))
    .join(' ');
}
