const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const page = (title: string, body: string): string =>
  `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;

const hidden = (name: string, text: string): string =>
  `<input type="hidden" name="${name}" value="${escaped(text)}">`;

/** The log-in form; `message` tells what was wrong with the last try. */
export function loginPage(returnUrl: string, message: string | null, hasCaptcha: boolean): string {
  const told = message === null ? '' : `<div class="message">${message}</div>`;
  const captcha = hasCaptcha ? `<input name="Captcha.Input">${hidden('Captcha.Id', '1')}` : '';
  return page(
    'Вход',
    `<form method="post" action="/login/">${told}${hidden('exceededAttempts', hasCaptcha ? 'True' : 'False')}${hidden('ReturnUrl', returnUrl)}<input name="login"><input name="password" type="password">${captcha}<button>Войти</button></form>`,
  );
}

/** Asks for the right that an application wants. */
export const consentPage = (query: string, scopes: readonly string[]): string =>
  page(
    'Доступ приложения',
    `<form method="post" action="/oauth2?${escaped(query)}"><p>${scopes.map(escaped).join(', ')}</p><button name="answer" value="allow">Разрешить</button><button name="answer" value="deny">Отказать</button></form>`,
  );

export const resultPage = (isSuccess: boolean): string =>
  page('Авторизация', `<p>${isSuccess ? 'Доступ предоставлен' : 'Доступ не предоставлен'}</p>`);

export const errorPage = (message: string): string =>
  page('Ошибка', `<div class="error__description"><p>${escaped(message)}</p></div>`);
