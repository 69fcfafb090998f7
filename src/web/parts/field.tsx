import type { ComponentChildren, VNode } from 'preact';

/** A field of a form with its label, and what is wrong with it. */
export const Field = ({
  label,
  hint,
  error,
  children,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly children: ComponentChildren;
}): VNode => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
  <label>
    {label}
    {children}
    {hint !== undefined && <small>{hint}</small>}
    {error !== undefined && <span class="error">{error}</span>}
  </label>
);

/** Why a form was not taken, and what to do. */
export const FormAlert = ({
  words,
}: {
  readonly words: { readonly happened: string; readonly next: string } | null;
}): VNode | null =>
  words && (
    <div class="alert" role="alert">
      <p>{words.happened}</p>
      <p>{words.next}</p>
    </div>
  );

/** What a form has done. */
export const Done = ({ children }: { readonly children: ComponentChildren }): VNode => (
  <p class="done" role="status">
    {children}
  </p>
);
