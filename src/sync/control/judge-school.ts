import {
  type Applied,
  type Evaluation,
  evaluate,
  together,
  type Unevaluable,
  unevaluableFindings,
} from '../../rules/evaluate.ts';
import type { ControlGround } from './ground.ts';
import { bySource, settingOf } from './judge-class.ts';
import { judgedSource, type SourceBook } from './sources.ts';

/** A class's entry is evaluable when it is in some class. */
function gapFor(book: SourceBook, applied: Applied): { need: string; why: string } | null {
  const places = applied.kind.scope === 'school' ? [null] : book.layout.classes.map((one) => one.class.id);
  let first: { need: string; why: string } | null = null;
  for (const classId of places) {
    const judged = judgedSource(book, applied, classId);
    if (judged.gap === null) return null;
    first ??= judged.gap;
  }
  return first;
}

const CONNECT =
  'Подключите журнал или учётную запись, где это видно, либо ведите этот учёт в реестрах Перемены.';
const CHOOSE = 'Выберите вариант: peremena regulations adopt … --choose.';

/** Entries that are not evaluated anywhere, each with the reason. */
export function unevaluable({ book, entries }: ControlGround): Unevaluable[] {
  return entries.flatMap((applied): Unevaluable[] => {
    const { unchosen } = applied.effective;
    if (unchosen !== null) {
      const told = { what: 'choice', message: unchosen, advice: CHOOSE };
      return [{ applied, reason: 'not_settled', ...told }];
    }
    const gap = gapFor(book, applied);
    if (!gap) return [];
    const message = `Проверить нельзя: ${gap.why}.`;
    return [{ applied, reason: 'missing_input', what: gap.need, message, advice: CONNECT }];
  });
}

/** Evaluates what is of the school as a whole; what cannot be evaluated anywhere is told here, once. */
export async function judgeSchool(ground: ControlGround): Promise<Evaluation[]> {
  const { year } = ground.book.layout;
  const done: Evaluation[] = [];
  const own = ground.entries.filter(({ kind }) => kind.scope === 'school');
  for (const [source, entries] of bySource(ground, own, null)) {
    const facts = await ground.facts.school({ source });
    done.push(...evaluate('school', facts, entries, settingOf(ground, source)));
  }
  done.push(unevaluableFindings({ scope: 'school', from: year.from }, unevaluable(ground), ground));
  return together(done);
}
