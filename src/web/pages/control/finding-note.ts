import { wordsSchema } from '../../../api/schemas/findings.ts';
import { type FindingAction, findingActions, noteFinding } from '../../../store/finding-notes.ts';
import { notFound, type Page, type PageReply, trouble } from '../../page.ts';
import { authorOf } from '../../parts/author.ts';
import { findingFor } from './finding.tsx';
import { STATES } from './words.ts';

const isAction = (text: string | undefined): text is FindingAction =>
  text !== undefined && Object.hasOwn(findingActions, text);

const noWords = (): PageReply =>
  trouble(
    422,
    'Объяснение не записано',
    'Объяснение пустое, длиннее двух тысяч знаков или содержит непечатаемые знаки.',
    'Вернитесь назад и напишите, что случилось и почему.',
  );

const wrongState = (state: string): PageReply =>
  trouble(
    409,
    'Состояние уже другое',
    `Пока страница была открыта, нарушение стало другим: ${STATES[state]?.title ?? state}. Ничего не записано.`,
    'Вернитесь назад, обновите страницу и решите заново.',
  );

/** Explains a finding, closes it, or opens it again. */
export const findingNote: Page = {
  method: 'post',
  path: '/control/findings/:findingId/note',
  access: { scope: 'findings.write' },
  answer: async (visit) => {
    const found = await findingFor(visit);
    if (!found) return notFound('записи о нарушении');
    const { action, text = '' } = visit.form;
    if (!isAction(action)) {
      return trouble(
        400,
        'Запрос не понят',
        'Форма прислала неизвестное действие.',
        'Вернитесь назад и нажмите одну из кнопок.',
      );
    }
    const said = text.replaceAll('\r\n', '\n').trim();
    const words = said === '' ? null : wordsSchema.safeParse(said);
    if (words === null ? action === 'explained' : !words.success) return noWords();
    const { findingId } = found;
    const word = { findingId, action, text: words?.data ?? null, by: authorOf(visit), now: visit.now };
    const noted = await noteFinding(visit.deps.store, word);
    if (noted.ok) return { kind: 'redirect', to: `/control/findings/${findingId}?done=yes` };
    return noted.error.code === 'finding.unknown'
      ? notFound('записи о нарушении')
      : wrongState(noted.error.state);
  },
};
