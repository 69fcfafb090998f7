import { contractBroken } from '../../contract-broken.ts';
import { type Cell, columnPlace, type Row, readPage } from './page-table.ts';

const REPORT = 'studenttotalmarks';

export interface FinalMark {
  /** «Алгебра», «Английский язык/1». */
  readonly group: string;
  readonly kind: 'term' | 'year' | 'exam' | 'final';
  /** The column's title: a term's name, for terms. */
  readonly title: string;
  readonly value: string;
  readonly place: string;
}

function kindOf(title: string): FinalMark['kind'] {
  if (/год/i.test(title) && !/полугод/i.test(title)) return 'year';
  if (/экз/i.test(title)) return 'exam';
  return /итог/i.test(title) ? 'final' : 'term';
}

/** The columns after number and subject: one heading row, or periods under a common heading in a second. */
function readTitles(first: Row, second: Row | undefined): string[] {
  const [number, subject, ...rest] = first.cells;
  if (!number || !/предмет/i.test(subject?.text ?? '')) {
    throw contractBroken(columnPlace(REPORT, 'Предмет'), 'the second column is not the subject');
  }
  const periods = second ? second.cells.map(({ text }) => text) : null;
  const wide = rest.find(({ span }) => span > 1) ?? (periods ? rest[0] : undefined);
  if (periods && wide?.span !== periods.length) {
    throw contractBroken(REPORT, `${periods.length} periods stand under a heading of ${wide?.span ?? 0}`);
  }
  return rest.flatMap((cell: Cell) => (periods && cell === wide ? periods : [cell.text]));
}

/** Reads «Итоговые отметки»: terms, year, examination, final. Empty cells are left out. */
export function readTotalMarks(html: string): FinalMark[] {
  const { rows } = readPage(html, REPORT);
  const heads = rows.filter(({ cells }) => cells.length > 0 && cells.every(({ isHead }) => isHead));
  const [first, second] = heads;
  if (!first) throw contractBroken(REPORT, 'the table has no heading');
  const titles = readTitles(first, second);
  const body = rows.filter(({ cells, isTotals }) => !isTotals && cells.some(({ isHead }) => !isHead));
  return body.flatMap((row, index) => {
    const [, group, ...values] = row.cells;
    if (!group || values.length !== titles.length) {
      throw contractBroken(
        `${REPORT}, row ${index + 1}`,
        `${values.length} cells stand under ${titles.length} columns`,
      );
    }
    return values.flatMap(({ text }, column) => {
      const title = titles[column] ?? '';
      const place = `${columnPlace(REPORT, title)}, row ${index + 1}`;
      return text === '' ? [] : [{ group: group.text, kind: kindOf(title), title, value: text, place }];
    });
  });
}
