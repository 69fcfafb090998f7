import { ok } from '../../model/result.ts';
import type { DaysAsked } from '../../store/read/reports/asked-classes.ts';
import { daysAsked } from '../asked-days.ts';
import type { ReportForm } from '../form.ts';
import { oo1Sections } from '../oo1-sections.ts';
import { oo1Table } from '../oo1-tables.ts';
import type { ReportGround } from '../request.ts';
import type { Section } from '../table.ts';

async function* sectionsOf(ground: ReportGround, asked: DaysAsked): AsyncIterable<Section> {
  for (const { number, title, table } of oo1Sections) {
    const body = await oo1Table(ground, asked, table);
    yield {
      key: table,
      title: number === null ? title : `${number}. ${title}`,
      ...body,
      empty: 'Данных нет.',
    };
  }
}

/** Сведения для формы ОО-1: school-domain §5. */
export const oo1: ReportForm = {
  id: 'oo1',
  title: 'Сведения для формы ОО-1',
  about: 'Числа федерального статистического отчёта, которые можно взять из журналов; остальное названо.',
  scopes: ['region', 'municipality', 'school'],
  period: 'day',
  compares: true,
  namesStudents: false,
  async build(ground, request) {
    const asked = await daysAsked(ground, request);
    if (!asked.ok) return asked;
    return ok({
      sections: sectionsOf(ground, asked.value),
      notes: [
        'Форма сдаётся на 20 сентября: выберите период, который кончается в этот день.',
        'Возраст — полных лет на 1 января этого учебного года. Только числа, имён нет. Номера разделов меняются почти каждый год: сверьте с приказом.',
      ],
      signatures: ['Директор'],
    });
  },
};
