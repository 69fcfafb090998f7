import type { Report } from '../table.ts';
export async function* reportPdf(_report: Report): AsyncIterable<Buffer> {
  yield Buffer.from('');
}
