import { allSubjects, categoryMeasures, listed, markMeasures, missedMeasures } from './measures.ts';
import { missedParts } from './missed-sql.ts';
import { peopleParts } from './people-sql.ts';
import { resultParts } from './results-sql.ts';
import { type ScopeKind, scopeParts } from './scope-sql.ts';
import { teachingParts } from './teaching-sql.ts';

const totals = `
subject_totals as materialized (
  select f.sc, ${markMeasures.map((name, index) => `sum(f.${name})::int as ${allSubjects[index]}`).join(', ')}
  from subject_figures f join scope s using (sc) where s.grade is distinct from 1 group by f.sc
),
class_figures as materialized (
  select p.sc, p.students, ${listed('c', categoryMeasures.slice(1))}, ${listed(
    'm',
    missedMeasures.filter((name) => name !== 'missed_days' && name !== 'possible'),
  )}, coalesce(d.missed_days, 0) as missed_days, coalesce(l.possible, 0) as possible, ${listed('t', allSubjects)}
  from (select sc, count(*) filter (where last)::int as students from people group by sc) p
  left join categories c on c.sc = p.sc
  left join missed m on m.sc = p.sc
  left join whole_days d on d.sc = p.sc
  left join possible l on l.sc = p.sc
  left join subject_totals t on t.sc = p.sc
)`;

/**
 * A statement that computes figures out of rows: parts `scope`, `class_figures`, `subject_figures` and
 * `teaching_figures`, joined by `sc`, then `more` parts and `last`. Parts that nobody asks for are not worked out. See
 * {@link ScopeKind} for the parameters.
 */
export const computing = (kind: ScopeKind, last: string, more: readonly string[] = []): string =>
  `with ${[
    ...scopeParts(kind),
    ...peopleParts,
    ...missedParts,
    ...resultParts,
    ...teachingParts,
    totals,
    ...more,
  ].join(',')}
${last}`;
