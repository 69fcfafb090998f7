import { addDays } from '../../src/model/dates.ts';
import { type Reply, value } from '../http/reply.ts';
import { fullName, shortName } from './book.ts';
import { get, type Route, type Visit } from './route.ts';

const TEXTS = [
  ['Родительское собрание', '<p>Родительские собрания пройдут <b>на этой неделе</b>.</p>'],
  ['Режим работы школы', '<p>В праздничные дни школа закрыта.&nbsp;</p>'],
  ['Олимпиада', '<p>Приглашаем на школьный этап олимпиады.<br>Списки у классных руководителей.</p>'],
] as const;

/** One announcement every month so far, newest first. Fractions of seconds vary in length, as they do. */
function announcements(visit: Visit): Reply {
  const { world, school, book, call } = visit;
  const author = book.year.staff[0];
  const rows: object[] = [];
  const today = world.todayOf(school);
  for (let day = addDays(book.year.startDay, 3), turn = 0; day <= today; day = addDays(day, 30), turn += 1) {
    const [name, description] = TEXTS[turn % TEXTS.length] ?? TEXTS[0];
    rows.push({
      id: school * 1000 + turn + 1,
      name,
      description,
      postDate: `${day}T09:15:${String(10 + turn)}.${'3883797'.slice(0, 1 + (turn % 7))}`,
      deleteDate: null,
      author: author
        ? {
            id: world.ids.user({ school, kind: 'staff', id: author.id }),
            fio: fullName(author),
            nickName: shortName(author),
          }
        : null,
      em: null,
      recipientInfo: null,
      attachments: [],
    });
  }
  const take = Number(call.query.get('take') ?? -1);
  rows.reverse();
  return value(take >= 0 ? rows.slice(0, take) : rows);
}

export const announcementRoutes: readonly Route[] = [get('any', 'announcements', announcements)];
