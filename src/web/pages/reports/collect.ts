import type { Section } from '../../../reports/table.ts';

/** More than this no browser shows at ease; files hold it all. */
const MOST_CELLS = 40_000;

/** The sections that a page shows, and whether there are more. */
export interface Collected {
  readonly sections: readonly Section[];
  readonly isCut: boolean;
}

/** Takes sections as long as a page can bear them. */
export async function collect(sections: AsyncIterable<Section>): Promise<Collected> {
  const taken: Section[] = [];
  let cells = 0;
  for await (const section of sections) {
    const width = Math.max(1, section.columns.length);
    const room = Math.floor((MOST_CELLS - cells) / width);
    if (section.rows.length > room) {
      if (room > 0) taken.push({ ...section, rows: section.rows.slice(0, room) });
      return { sections: taken, isCut: true };
    }
    taken.push(section);
    cells += section.rows.length * width;
  }
  return { sections: taken, isCut: false };
}
