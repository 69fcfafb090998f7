import type { VNode } from 'preact';
import type { progressOf } from '../../../api/progress.ts';
import { DataTable } from '../../parts/table.tsx';
import { numberText } from '../../parts/words.ts';
import { PendingView } from './mark-view.tsx';

export type Progress = ReturnType<typeof progressOf>;
type SubjectProgress = Progress['subjects'][number];

const KINDS: Readonly<Record<string, string>> = {
  term: 'за период',
  year: 'годовая',
  exam: 'экзамен',
  final: 'итоговая',
};

const mean = (value: number | null): string => (value === null ? '—' : value.toFixed(2).replace('.', ','));

const Marks = ({ marks }: Pick<SubjectProgress, 'marks'>): VNode => (
  <span class="mark-row">
    {marks.map(({ date, value, pending, workType }, nth) => (
      <span
        title={[date.split('-').reverse().join('.'), workType?.name].filter((one) => one).join(', ')}
        key={`${date} ${nth}`}
      >
        {value ?? '—'}
        <PendingView pending={pending} />{' '}
      </span>
    ))}
  </span>
);

const Finals = ({ termMarks }: Pick<SubjectProgress, 'termMarks'>): VNode => (
  <>
    {termMarks.map(({ kind, value, pending }) => (
      <span class="line-mark" key={kind}>
        <b class="mark">{value ?? '—'}</b>
        {kind !== 'term' && <small> {KINDS[kind] ?? kind}</small>} <PendingView pending={pending} />
      </span>
    ))}
  </>
);

/** A student's subjects in a term. */
export const ProgressView = ({ progress }: { readonly progress: Progress }): VNode => (
  <section class="section" aria-labelledby="progress">
    <h2 id="progress">Успеваемость: {progress.term.name}</h2>
    <DataTable
      caption="Успеваемость по предметам"
      columns={[
        {
          key: 'subject',
          title: 'Предмет',
          cell: ({ subject }: SubjectProgress) => subject?.name ?? 'без предмета',
        },
        { key: 'marks', title: 'Отметки', cell: ({ marks }) => <Marks marks={marks} /> },
        { key: 'mean', title: 'Средний', number: true, cell: (one) => mean(one.mean) },
        { key: 'weighted', title: 'Взвешенный', number: true, cell: (one) => mean(one.weightedMean) },
        { key: 'final', title: 'Итог', cell: ({ termMarks }) => <Finals termMarks={termMarks} /> },
        { key: 'missed', title: 'Пропущено', number: true, cell: ({ missed }) => numberText(missed.total) },
        { key: 'late', title: 'Опозданий', number: true, cell: ({ late }) => numberText(late) },
      ]}
      rows={progress.subjects}
      keyOf={({ subject }) => subject?.id ?? 'none'}
      empty="В этом периоде у ученика ещё нет ни предметов, ни отметок."
    />
  </section>
);
