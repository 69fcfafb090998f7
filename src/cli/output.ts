/** Where a command says what it was asked for; everything else goes to the log. */
export interface Output {
  /** One document in JSON, or the lines that a person reads. */
  readonly result: (document: unknown, lines: readonly string[]) => void;
  /** Lines for a person before the result is there; nothing in JSON. */
  readonly note: (lines: readonly string[]) => void;
  readonly progress: (title: string) => Progress;
}

export interface Progress {
  readonly update: (done: number, total: number, note: string) => void;
  readonly end: () => void;
}

/** Columns aligned by their widest cell; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => String(row[column] ?? '').length)),
  );
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, column) =>
        typeof cell === 'number'
          ? String(cell).padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
