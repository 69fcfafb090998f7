import type { LastState } from '../../store/read/web/sources.ts';

const STATES: Readonly<Record<LastState, string>> = {
  running: 'идёт чтение',
  succeeded: 'прочитано',
  failed: 'чтение не удалось',
  stopped: 'остановлено защитой от массового удаления',
  interrupted: 'чтение прервано',
};

/** How a reading stands, in words. */
export const stateText = (state: LastState): string => STATES[state];

const CAUSES: Readonly<Record<string, string>> = {
  'adapter.wrong_credentials': 'неверный логин или пароль',
  'adapter.login_refused': 'вход этим способом закрыт',
  'adapter.session_lost': 'журнал оборвал вход',
  'adapter.forbidden': 'учётной записи не хватает прав',
  'adapter.blocked': 'журнал закрыт для нас на входе',
  'adapter.unreachable': 'нет связи с журналом',
  'adapter.unavailable': 'журнал временно не работает',
  'adapter.timed_out': 'журнал не ответил вовремя',
  'adapter.refused': 'журнал отказал в отчёте',
  'adapter.contract_broken': 'журнал отвечает иначе, чем раньше',
  'adapter.not_found': 'в журнале нет такой школы или года',
  'adapter.settings_invalid': 'неверные настройки подключения',
  'adapter.cancelled': 'чтение отменено',
};

/** Why a reading ended badly, in words; a code that has none stands for itself. */
export const causeText = (code: string): string => CAUSES[code] ?? code;
