import type { VNode } from 'preact';
import { lineId, type MappingLine } from '../../../sync/migrate/mapping/types.ts';
import type { Visit } from '../../page.ts';
import { Badge } from '../../parts/badge.tsx';
import { Csrf } from '../../parts/csrf.tsx';
import { howTitles, isOfPerson, kindTitles, scoreText } from './mapping-words.ts';

const HIDDEN = 'имя не показано';

interface LineProps {
  readonly visit: Visit;
  readonly moveId: string;
  readonly line: MappingLine;
  /** The list that the answer goes back to, as the part of an address behind the `?`. */
  readonly back: string;
}

const Candidate = ({
  name,
  value,
  score,
  checked,
}: {
  readonly name: string;
  readonly value: string;
  readonly score: number | null;
  readonly checked: boolean;
}): VNode => (
  <label>
    <input type="radio" name="choice" value={value} checked={checked} required />
    <span>{name}</span>
    {score !== null && <span class="number">{scoreText(score)}</span>}
  </label>
);

const Choices = ({ line, names }: { readonly line: MappingLine; readonly names: boolean }): VNode => {
  const { targetKey, targetName, candidates, how } = line;
  const isElse = targetKey !== null && !candidates.some(({ key }) => key === targetKey);
  return (
    <div class="choices">
      {isElse && (
        <Candidate
          name={names ? (targetName ?? targetKey) : `${HIDDEN}, номер ${targetKey}`}
          value={`to:${targetKey}`}
          score={null}
          checked
        />
      )}
      {candidates.map(({ key, name, score }) => (
        <Candidate
          name={names ? name : `${HIDDEN}, номер ${key}`}
          value={`to:${key}`}
          score={score}
          checked={key === targetKey}
          key={key}
        />
      ))}
      <label>
        <input type="radio" name="choice" value="other" />
        <span>другая запись, её номер в новом журнале:</span>
        <input type="text" name="other" maxLength={300} aria-label="Номер в новом журнале" />
      </label>
      <Candidate name="не переносить" value="leave" score={null} checked={how === 'leave'} />
      {how === 'by_hand' && <Candidate name="снять ответ" value="reset" score={null} checked={false} />}
    </div>
  );
};

const LineForm = ({ visit, moveId, line, back }: LineProps): VNode => {
  const names = !isOfPerson(line) || visit.may('students.read');
  const title = names ? line.sourceName : `${HIDDEN}, номер ${line.sourceId}`;
  return (
    <form action={`/migrations/${moveId}/answer`} method="post">
      <Csrf visit={visit} />
      <input type="hidden" name="entity" value={line.entity} />
      <input type="hidden" name="sourceId" value={line.sourceId} />
      <input type="hidden" name="back" value={back} />
      <fieldset class="choice" disabled={!visit.may('migrations.write')}>
        <legend class="sr">Что это в новом журнале: {title}</legend>
        <Choices line={line} names={names} />
      </fieldset>
      {visit.may('migrations.write') && (
        <button type="submit" class={line.how === 'question' ? 'primary' : undefined}>
          {line.how === 'question' ? 'Ответить' : 'Изменить ответ'}
        </button>
      )}
    </form>
  );
};

/** One line of a mapping: what it is in the old journal, what it may be in the new, and the answer. */
export const Line = (props: LineProps): VNode => {
  const { line, visit } = props;
  const names = !isOfPerson(line) || visit.may('students.read');
  const { tone, title } = howTitles[line.how];
  const isOpen = line.how === 'question';
  return (
    <li class={isOpen ? 'question open' : 'question'} id={encodeURIComponent(lineId(line))}>
      <h3>
        {names ? line.sourceName : HIDDEN}
        <Badge tone={tone}>{title}</Badge>
        <small>{kindTitles[line.entity]}</small>
      </h3>
      {!isOpen && line.targetKey !== null && (
        <p>
          В новом журнале: <strong>{names ? (line.targetName ?? line.targetKey) : HIDDEN}</strong>
          {line.score > 0 && line.how !== 'by_hand' && <>, уверенность {scoreText(line.score)}</>}
        </p>
      )}
      {line.reason !== '' && <p class="note">{line.reason}</p>}
      {isOpen ? (
        <LineForm {...props} />
      ) : (
        <details>
          <summary>Изменить</summary>
          <LineForm {...props} />
        </details>
      )}
    </li>
  );
};
