import type { ComponentChildren, VNode } from 'preact';
import type { Scope } from '../../../model/access.ts';
import type { AskedReport } from '../../../reports/asked.ts';
import { reportFormats } from '../../../reports/render/formats.ts';
import type { Freshness, Report, Section } from '../../../reports/table.ts';
import { hrefOf } from '../../parts/address.ts';
import { PageHead } from '../../parts/page-head.tsx';
import { momentText } from '../../parts/words.ts';
import { ChartView } from './chart.tsx';
import type { ChartData } from './chart-data.ts';
import { SectionView } from './table-view.tsx';

/** A report as a page shows it. */
export interface Shown {
  readonly report: Report;
  readonly sections: readonly Section[];
  /** Whether more is in it than the page shows. */
  readonly isCut: boolean;
  readonly chart: { readonly data: ChartData; readonly svg: string } | null;
  readonly asked: AskedReport;
  readonly may: (scope: Scope) => boolean;
}

/** Of no school in particular. */
const OFFICE_ZONE = 'Europe/Moscow';

const TITLES = { json: 'JSON', csv: 'CSV', xlsx: 'XLSX', pdf: 'PDF' } as const;

const Downloads = ({ form, asked }: { readonly form: string; readonly asked: AskedReport }): VNode => (
  <div class="actions">
    {reportFormats.map((format) => (
      <a class="button" href={hrefOf(`/reports/${form}/file`, { ...asked, format })} key={format} download>
        {TITLES[format]}
      </a>
    ))}
    <button type="button" data-print="" hidden>
      Печать
    </button>
  </div>
);

const freshText = ({ school, source, readAt }: Freshness): string =>
  `${school}, ${source}: ${readAt ? momentText(readAt, OFFICE_ZONE) : 'ещё не читалось'}`;

const MANY = 6;

/** When what the numbers stand on was read; many schools are told behind a click. */
const FreshnessList = ({ freshness }: { readonly freshness: readonly Freshness[] }): VNode => {
  const list = (
    <ul class="plain">
      {freshness.map((one) => (
        <li key={`${one.schoolId} ${one.source}`}>{freshText(one)}</li>
      ))}
    </ul>
  );
  return (
    <details open={freshness.length <= MANY}>
      <summary>Когда прочитаны данные (время московское)</summary>
      {list}
    </details>
  );
};

const Foot = ({ report }: { readonly report: Report }): VNode => (
  <footer class="report-foot note">
    {report.notes.map((note) => (
      <p key={note}>{note}</p>
    ))}
    <p>Составлено {momentText(report.madeAt, OFFICE_ZONE)} по Москве.</p>
    {report.freshness.length > 0 && <FreshnessList freshness={report.freshness} />}
    <div class="signatures">
      {report.signatures.map((who) => (
        <p key={who}>{who} ____________________</p>
      ))}
    </div>
  </footer>
);

/** Whether any number of a year before is known. */
const hasPast = (sections: readonly Section[]): boolean =>
  sections.some(({ rows }) =>
    rows.some(({ cells }) => cells.some(({ was }) => was !== undefined && was !== null)),
  );

const Cut = (): VNode => (
  <p class="alert" role="status">
    Отчёт длиннее, чем удобно показывать на странице: здесь его начало. Целиком он в файлах XLSX, CSV и PDF.
  </p>
);

/** Head, files, chart, tables and foot of a report. */
export const ReportBody = ({
  report,
  sections,
  isCut,
  chart,
  asked,
  may,
  children,
}: Shown & { readonly children: ComponentChildren }): VNode => {
  const { about, period, comparedWith } = report;
  const words = comparedWith === null ? period : `${period}, в сравнении: ${comparedWith}`;
  return (
    <>
      <PageHead title={report.title} about={`${about} · ${words}`}>
        <Downloads form={report.form} asked={asked} />
      </PageHead>
      {children}
      {chart && <ChartView {...chart} />}
      {isCut && <Cut />}
      {comparedWith !== null && !hasPast(sections) && (
        <p class="note section">За прошлый год данных нет: сравнивать не с чем.</p>
      )}
      {sections.map((section) => (
        <SectionView
          section={section}
          caption={report.title}
          form={report.form}
          asked={asked}
          may={may}
          key={section.key}
        />
      ))}
      <Foot report={report} />
    </>
  );
};
