import { addDays } from '../../src/model/dates.ts';
import { type Reply, value } from '../http/reply.ts';
import { fullName, shortName } from './book.ts';
import { registryForm, registryPage } from './registry.ts';
import { get, post, type Route, refusal, type Visit } from './route.ts';

interface Letter {
  readonly id: number;
  readonly subject: string;
  readonly text: string;
  readonly author: { readonly id: unknown; readonly name: string };
  readonly sent: string;
}

const LETTERS = 5;
const SUBJECTS = ['Домашнее задание', 'Классный час', 'Справка', 'Питание', 'Экскурсия'];

/** The inbox of an account: a few letters from teachers, the same at every call. */
function inbox({ world, session, school, book }: Visit): Letter[] {
  const { year } = book;
  return Array.from({ length: LETTERS }, (_none, index) => {
    const teacher = year.staff[(session.account.key.id + index) % Math.max(1, year.staff.length)];
    const subject = SUBJECTS[index % SUBJECTS.length] ?? '';
    return {
      id: school * 100_000 + session.account.key.id * 10 + index,
      subject,
      text: `<p>Здравствуйте!</p>\r\n<p>${subject}: подробности в школе.</p>`,
      author: {
        id: world.ids.user({ school, kind: 'staff', id: teacher?.id ?? 0 }),
        name: teacher ? shortName(teacher) : '',
      },
      sent: `${addDays(year.startDay, 2 + index * 5)}T10:2${index}:07.${'58'.slice(0, 1 + (index % 2))}`,
    };
  });
}

const idOn = (visit: Visit, id: number): number | string =>
  visit.world.quirks.mailIdsAsText ? String(id) : id;

function letters(visit: Visit): Reply {
  const form = registryForm(visit);
  const box = form.filters.get('MailBox') ?? 'Inbox';
  const rows = (box === 'Inbox' ? inbox(visit) : []).map((letter) => ({
    id: idOn(visit, letter.id),
    subject: letter.subject,
    author: letter.author.name,
    sent: letter.sent,
    toNames: null,
  }));
  return value(registryPage(form, rows));
}

function read(visit: Visit): Reply {
  const letter = inbox(visit).find(({ id }) => String(id) === visit.call.params['id']);
  if (!letter) return refusal(404, 'Сообщение не найдено');
  const { account } = visit.session;
  const party = { organizationName: visit.book.year.shortName, isGroupRecipient: false, subRecipients: null };
  const to = [{ id: account.userId, name: shortName(account.person), ...party }];
  return value({
    id: idOn(visit, letter.id),
    subject: letter.subject,
    text: letter.text,
    notify: false,
    sent: letter.sent,
    author: { ...letter.author, ...party },
    to,
    toNames: shortName(account.person),
    fileAttachments: [],
    mailBox: 'Inbox',
    noReply: false,
    read: true,
    canReplyAll: false,
    canForward: true,
    canEdit: false,
  });
}

const unread = (visit: Visit): Reply =>
  value(
    inbox(visit)
      .slice(-2)
      .map(({ id }) => id),
  );

/** People to write to; ids look like base64 text. */
const recipients = ({ world, school, book }: Visit): Reply =>
  value(
    book.year.staff.map((person) => {
      const id = String(world.ids.user({ school, kind: 'staff', id: person.id }));
      return {
        id: Buffer.from(`u:${id}`).toString('base64'),
        name: fullName(person),
        organizationName: book.year.shortName,
      };
    }),
  );

export const mailRoutes: readonly Route[] = [
  post('any', 'mail/registry', letters),
  get('any', 'mail/messages/unread', unread),
  get('any', 'mail/messages/{id}/read', read),
  get('any', 'mail/recipients', recipients),
];
