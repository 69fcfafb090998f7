import { makeReport } from '../../../reports/make.ts';
import { type ReportFormat, reportFormats, reportWriters } from '../../../reports/render/formats.ts';
import { type Page, trouble } from '../../page.ts';
import { askedOf, groundOf } from './ground.ts';
import { wordsOf } from './refusal.ts';
import { formFor } from './report.tsx';

const isFormat = (text: string | undefined): text is ReportFormat =>
  reportFormats.some((format) => format === text);

/** A report as a file. */
export const reportFile: Page = {
  method: 'get',
  path: '/reports/:form/file',
  access: { scope: 'reports.read' },
  answer: async (visit) => {
    const form = formFor(visit);
    if ('kind' in form) return form;
    const { format } = visit.query;
    if (!isFormat(format)) {
      return trouble(
        400,
        'Нет такого файла',
        'Отчёт выгружается как JSON, CSV, XLSX или PDF.',
        'Нажмите одну из этих кнопок на странице отчёта.',
      );
    }
    const made = await makeReport(groundOf(visit), form.id, askedOf(visit.query));
    if (!made.ok) {
      const { status, happened, next } = wordsOf(made.error);
      return trouble(status, 'Отчёт не составлен', happened, next);
    }
    const { from, to } = made.value;
    const { type, write } = reportWriters[format];
    const content = (async function* () {
      for await (const chunk of write(made.value)) yield chunk;
    })();
    return { kind: 'file', name: `${form.id}_${from}_${to}.${format}`, type, content };
  },
};
