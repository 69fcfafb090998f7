import type { VNode } from 'preact';

/** What the form shows: what was typed before, and why it did not do. */
export interface SignInState {
  readonly login: string;
  readonly failed: boolean;
  readonly next: string;
  /** Seconds to wait before the next try; 0: none. */
  readonly waitSeconds: number;
}

const Trouble = ({ failed, waitSeconds }: SignInState): VNode | null => {
  if (waitSeconds > 0) {
    return (
      <p class="alert" role="alert">
        Слишком много попыток с этого компьютера. Попробуйте через {Math.ceil(waitSeconds / 60)} мин.
      </p>
    );
  }
  return failed ? (
    <p class="alert" role="alert">
      Войти не удалось: логин или пароль неверны. После пяти неверных паролей вход закрывается на 15 минут.
      Новый пароль даёт администратор журнала.
    </p>
  ) : null;
};

/** The form to sign in by. */
export const SignIn = (state: SignInState): VNode => (
  <section class="signin">
    <h1>Вход</h1>
    <Trouble {...state} />
    <form action="/signin" method="post">
      <input type="hidden" name="next" value={state.next} />
      <label>
        Логин
        <input name="login" autocomplete="username" required maxLength={100} value={state.login} autofocus />
      </label>
      <label>
        Пароль
        <input name="password" type="password" autocomplete="current-password" required maxLength={200} />
      </label>
      <button type="submit" class="primary">
        Войти
      </button>
    </form>
  </section>
);
