/** Where a row stands now. */
export interface Put {
  readonly key: string;
  /** Whether anything was written: what is so already is not, and says nothing of the right to write. */
  readonly isWritten: boolean;
}

export const put = (key: string): Put => ({ key, isWritten: true });

export const stood = (key: string): Put => ({ key, isWritten: false });
