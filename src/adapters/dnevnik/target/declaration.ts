import type { TargetDeclaration } from '../../target.ts';
import { meaningsOf } from '../map-attendance.ts';
import type { Settings } from '../settings.ts';

/** What «Дневник.ру» takes from us. People, classes, groups, subjects, terms and work types are there already. */
export const declaration: TargetDeclaration = {
  takes: ['lesson', 'homework', 'assessment', 'mark', 'attendance', 'termMark'],
  cannot: {
    'lesson.teacherId': 'учителя, время и кабинет урока задаёт расписание самой системы',
    'lesson.room': 'учителя, время и кабинет урока задаёт расписание самой системы',
    'lesson.startTime': 'время урока задаёт расписание звонков самой системы',
    'lesson.endTime': 'время урока задаёт расписание звонков самой системы',
    'lesson.shift': 'смену урока задаёт расписание самой системы',
    'lesson.kind=extracurricular': 'внеурочных занятий в журнале системы нет',
    'lesson.kind=remote': 'признака дистанционного урока в системе нет',
    'lesson.planEntryId': 'связи урока с КТП в системе нет',
    'homework.minutes': 'времени на домашнее задание в системе нет',
    'homework.studentId': 'домашнее задание задаётся всей группе',
    'homework.files': 'файлы к заданию через открытые методы системы не передаются',
    'assessment.weight': 'вес в системе задан у вида работы, а не у работы',
    'mark.value=.': '«точки» (долга) в системе нет',
    'mark.comment': 'комментариев к отметкам в открытых методах системы нет',
    'mark.teacherId': 'отметку ставит учётная запись, под которой идёт перенос',
    'mark.setDay': 'система ставит день отметки сама',
    'mark.changedAt': 'система ставит время отметки сама',
    'attendance.status=partial': 'частичного присутствия в системе нет',
    'attendance.status=remote': 'дистанционного присутствия в системе нет',
    'attendance.status=exempt': 'освобождения от урока в системе нет',
    'attendance.status=unknown': 'код посещаемости не понят',
    'attendance.reason=excused': 'кода для уважительной причины настройки подключения не называют',
    'attendance.reason=unexcused': 'кода для неуважительной причины настройки подключения не называют',
    'attendance.reason=not_given': 'кода для неуказанной причины настройки подключения не называют',
    'attendance.reason=school_event': 'причины «школьное мероприятие» в системе нет',
    'termMark.kind=exam': 'оценки за экзамен в открытых методах системы не ставятся',
    'termMark.value=.': '«точки» (долга) в системе нет',
  },
  deletes: true,
  batch: 100,
  mapped: true,
};

/** The same for one school: its settings may name codes for reasons and for kinds of presence. */
export function declarationFor({ attendance }: Pick<Settings, 'attendance'>): TargetDeclaration {
  const named = new Set(
    meaningsOf(attendance).flatMap(({ meaning: { status, reason } }) => [
      `attendance.status=${status}`,
      `attendance.reason=${reason ?? ''}`,
    ]),
  );
  const cannot = Object.entries(declaration.cannot).filter(([key]) => !named.has(key));
  return { ...declaration, cannot: Object.fromEntries(cannot) };
}
