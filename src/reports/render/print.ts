import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pdfmake from 'pdfmake';
import type { Content, ContentColumns, CustomTableLayout, TDocumentDefinitions } from 'pdfmake/interfaces.js';

/** Roboto comes with the library, has Cyrillic and is embedded: a paper looks the same everywhere. */
const fontFolder = join(
  dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')),
  'fonts',
  'Roboto',
);
const font = (name: string): string => join(fontFolder, `Roboto-${name}.ttf`);

pdfmake.setFonts({
  Roboto: {
    normal: font('Regular'),
    bold: font('Medium'),
    italics: font('Italic'),
    bolditalics: font('MediumItalic'),
  },
});
// A paper takes nothing but these fonts: what stands in its texts must not make the library open anything.
pdfmake.setLocalAccessPolicy((path) => path.startsWith(fontFolder));
pdfmake.setUrlAccessPolicy(() => false);

/** The name of the one layout of tables: rules between rows, heads in grey. */
export const RULED = 'ruled';

const ruled: CustomTableLayout = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0,
  hLineColor: () => '#999999',
  paddingTop: () => 2,
  paddingBottom: () => 2,
  fillColor: (row, node) => (row < Number(node.table.headerRows ?? 0) ? '#eeeeee' : null),
};

/** Heads of many columns, with rules between these, too. */
export const DENSE = 'dense';

const dense: CustomTableLayout = {
  ...ruled,
  vLineWidth: () => 0.25,
  vLineColor: () => '#cccccc',
  paddingLeft: () => 2,
  paddingRight: () => 2,
  paddingTop: () => 1.5,
  paddingBottom: () => 1.5,
};
pdfmake.setTableLayouts({ [RULED]: ruled, [DENSE]: dense });

/** What all papers have in common: A4, the font, the styles. */
export const paper = {
  pageSize: 'A4',
  defaultStyle: { font: 'Roboto', fontSize: 9.5, lineHeight: 1.15 },
  styles: {
    title: { fontSize: 15, bold: true, alignment: 'center' },
    section: { fontSize: 11.5, bold: true, margin: [0, 12, 0, 4] },
    head: { bold: true, fontSize: 8 },
    fine: { fontSize: 7.5, color: '#555555' },
    digest: { fontSize: 7.5, characterSpacing: 0.3 },
  },
} as const satisfies Omit<TDocumentDefinitions, 'content'>;

/** The foot of a page: what the paper is, and which of its pages this is. */
export const footOf = (words: string, pages: string, side: number): ContentColumns => ({
  margin: [side, 14, side, 0],
  columns: [
    { width: '*', text: words, style: 'fine' },
    { width: 110, text: pages, alignment: 'right', style: 'fine' },
  ],
});

/** Places for signatures, each with its role, and the name where it is known. */
export const signaturesOf = (
  all: readonly { readonly role: string; readonly name: string | null }[],
): Content => ({
  margin: [0, 24, 0, 0],
  stack: all.map(({ role, name }) => ({
    margin: [0, 0, 0, 18],
    columns: [
      { width: 170, text: role },
      { width: '*', text: ['_______________________', { text: '   (подпись)', style: 'fine' }] },
      { width: 170, text: [name ?? '_______________________', { text: '   (Ф. И. О.)', style: 'fine' }] },
    ],
  })),
});

/** Makes the paper. */
export const print = (definition: TDocumentDefinitions): Promise<Buffer> =>
  pdfmake.createPdf(definition).getBuffer();
