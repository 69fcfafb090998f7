import { migrationProblems } from '../../../api/migration-problems.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import type { TransferState } from '../../../store/transfer/types.ts';
import type { Activity, ActivityKind } from '../../../sync/migrate/service/activities.ts';
import type { Tone } from '../../parts/badge.tsx';
import { type FailureWords, failureWords } from '../../parts/failure-words.ts';

const AGAIN = 'На первом шаге нажмите «Пересчитать план».';

/** What to do about a refusal, on these pages; a code left out has its own hint. */
const NEXT: Readonly<Record<string, string>> = {
  'transfer.unknown_connection': 'Начните сначала и выберите подключение из списка.',
  'transfer.unknown_target': 'Выберите другой журнал или пакет обмена.',
  'transfer.unknown_days':
    'Выберите год или период из списка. Если их там нет, сначала прочитайте старый журнал на странице «Источники».',
  'transfer.days_apart': 'Выберите период, который лежит между ними, или весь год.',
  'transfer.other_days': 'Начните новый перенос за этот год.',
  'transfer.operator_missing': 'Впишите название нового оператора так, как оно стоит в согласиях.',
  'transfer.policy_invalid':
    'Выберите для этой строки другое: «перенести без этого» или «оставить всю строку в старом журнале».',
  'transfer.refused': 'Вернитесь к первому шагу и проверьте, что там сказано.',
  'transfer.no_mapping': `Соответствия появятся после плана. ${AGAIN}`,
  'transfer.not_planned': AGAIN,
  'transfer.mapping_changed': AGAIN,
  'transfer.mapping_overtaken': 'Откройте страницу заново и повторите ответ.',
  'transfer.open_questions': 'Ответьте на вопросы на втором шаге и пересчитайте план.',
  'transfer.already_running': 'Дождитесь конца начатого или поставьте его на паузу.',
  'transfer.not_running': 'Откройте страницу заново: перенос уже остановился или закончился.',
  'transfer.rolled_back': 'Начните новый перенос.',
  'transfer.no_act': 'Нажмите «Составить акт».',
  'transfer.not_reconciled': 'Нажмите «Сверить».',
  'transfer.after_switch_day':
    'Недостающее внесите в новом журнале. Если школа ещё работает в старом, на первом шаге перенесите день перехода.',
  'transfer.broken': 'Записанное сохранено. Повторите; если повторится, сообщите администратору установки.',
  'transfer.other_year': 'Откройте в новом журнале тот же учебный год или начните перенос за другие дни.',
  'mapping.other_year': 'Откройте в новом журнале тот же учебный год или начните перенос за другие дни.',
  'mapping.unknown_target': 'Выберите один из вариантов или ответьте «не переносить».',
  'mapping.target_twice': 'Выберите другую запись или сначала измените ту строку, которой она отдана.',
  'act.unreadable': 'Составьте акт заново.',
};

const HAPPENED: Readonly<Record<string, string>> = {
  'transfer.after_switch_day': 'День перехода прошёл: школа уже работает в новом журнале',
  'transfer.broken': 'Сломалось на нашей стороне',
  'transfer.other_year': 'В новом журнале открыт другой учебный год',
};

const problems: Readonly<Record<string, { readonly title: string; readonly hint: string }>> =
  migrationProblems;

/** What a refusal of a move means, and what to do. */
export function refusalWords({ code }: Pick<Diagnostic, 'code'>): FailureWords {
  const happened = HAPPENED[code] ?? problems[code]?.title;
  if (happened === undefined) return failureWords({ code });
  return { happened: `${happened}.`, next: NEXT[code] ?? problems[code]?.hint ?? AGAIN };
}

/** How a move stands. */
export const moveStates: Readonly<Record<TransferState, { readonly tone: Tone; readonly title: string }>> = {
  planned: { tone: 'info', title: 'спланирован' },
  running: { tone: 'info', title: 'идёт' },
  paused: { tone: 'warn', title: 'на паузе' },
  done: { tone: 'good', title: 'перенесён' },
  rolled_back: { tone: 'plain', title: 'отменён' },
};

/** What is under way, as it stands beside a bar. */
export const activityTitles: Readonly<Record<ActivityKind, string>> = {
  plan: 'Считается план.',
  run: 'Идёт перенос.',
  dry_run: 'Идёт пробный прогон.',
  reconcile: 'Идёт сверка.',
  act: 'Составляется акт.',
  rollback: 'Идёт откат.',
};

const BROKEN_OFF: Readonly<Record<ActivityKind, string>> = {
  plan: 'План не составлен.',
  run: 'Перенос остановился.',
  dry_run: 'Пробный прогон не удался.',
  reconcile: 'Сверка не удалась.',
  act: 'Акт не составлен.',
  rollback: 'Откат не закончен.',
};

/** What of it did not come to its end. */
export const brokenTitle = ({ kind }: Pick<Activity, 'kind'>): string => BROKEN_OFF[kind];

/** What becomes of what the target cannot hold, as one chooses it. */
export const choiceTitles = {
  keep: 'перенести строку без этого; само оно останется в «Перемене»',
  comment: 'дописать в примечание той же строки',
  leave: 'оставить всю строку в старом журнале',
} as const;

/** How rows end or are foreseen to. */
export const rowStateTitles: Readonly<Record<string, string>> = {
  planned: 'ждёт',
  writing: 'записывается',
  arrived: 'перенесено',
  changed: 'изменено по правилам',
  held: 'удержано',
  left: 'оставлено',
  removed: 'убрано из нового журнала',
  stays: 'осталось в новом журнале, хотя в старом этого больше нет',
};
