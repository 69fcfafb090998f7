import { type Day, isDay } from '../../../model/dates.ts';
import { notFound, type Page, type PageReply, trouble } from '../../page.ts';
import { failureWords } from '../../parts/failure-words.ts';
import { findRun, findSource } from './find.ts';

/** Looks whether a journal answers; the page of the connection says what was found. */
export const probeSource: Page = {
  method: 'post',
  path: '/sources/:connection/probe',
  access: { scope: 'sources.write' },
  answer: async (visit) => {
    const source = await findSource(visit);
    if (!source) return notFound('страницы подключения');
    await visit.deps.readings.probe(source.connection);
    return { kind: 'redirect', to: `/sources/${source.connection.name}` };
  },
};

const BAD_DAYS = trouble(
  422,
  'Дни названы неверно',
  'Первый день позже последнего, или это не даты. Ничего не прочитано.',
  'Вернитесь назад и выберите оба дня, либо не выбирайте ни одного: тогда прочитается весь учебный год.',
);

function daysOf(
  form: Readonly<Record<string, string | undefined>>,
): { from: Day | null; to: Day | null } | null {
  const [from, to] = [form['from'] || null, form['to'] || null];
  if ((from !== null && !isDay(from)) || (to !== null && !isDay(to))) return null;
  return from !== null && to !== null && from > to ? null : { from, to };
}

/** Begins to read a connection in this program, and goes to the page of the run. */
export const readSource: Page = {
  method: 'post',
  path: '/sources/:connection/read',
  access: { scope: 'sources.write' },
  answer: async (visit): Promise<PageReply> => {
    const source = await findSource(visit);
    if (!source) return notFound('страницы подключения');
    const days = daysOf(visit.form);
    if (!days) return BAD_DAYS;
    const allowRemoval = visit.form['removal'] === 'yes';
    const begun = await visit.deps.readings.start(source.connection, { ...days, allowRemoval });
    if (begun.ok) return { kind: 'redirect', to: `/sources/runs/${begun.value}` };
    const { happened, next } = failureWords(begun.error);
    return trouble(409, 'Чтение не начато', happened, next);
  },
};

/** Stops a run that this program reads, behind its next checkpoint. */
export const stopRun: Page = {
  method: 'post',
  path: '/sources/runs/:runId/stop',
  access: { scope: 'sources.write' },
  answer: async (visit) => {
    const found = await findRun(visit);
    if (!found) return notFound('страницы чтения');
    const { runId } = found.run;
    if (visit.deps.readings.stop(runId)) return { kind: 'redirect', to: `/sources/runs/${runId}` };
    return trouble(
      409,
      'Остановить не удалось',
      'Это чтение уже кончилось, или его ведёт другая программа: команда в консоли или ночное задание.',
      'Откройте страницу чтения и посмотрите, чем оно кончилось.',
    );
  },
};
