import type { VNode } from 'preact';
import type { SchoolClass } from '../../../store/read/web/school.ts';
import { hrefOf } from '../../parts/address.ts';
import type { AskedFindings } from './filter.ts';
import { SEVERITIES, STATES } from './words.ts';

type Options = readonly (readonly [value: string, title: string])[];

const Select = ({
  label,
  name,
  chosen,
  options,
}: {
  readonly label: string;
  readonly name: string;
  readonly chosen: string | undefined;
  readonly options: Options;
}): VNode => (
  <label>
    {label}
    <select name={name}>
      {options.map(([value, title]) => (
        <option value={value} key={value} selected={value === (chosen ?? '')}>
          {title}
        </option>
      ))}
    </select>
  </label>
);

const stateOptions: Options = [
  ['', 'открытые и объяснённые'],
  ...Object.entries(STATES).map(([value, { title }]) => [value, title] as const),
  ['all', 'все'],
];

const severityOptions: Options = [['', 'любой вид'], ...SEVERITIES];

/** What is chosen by following a number, told so that it can be let go again. */
const Chosen = ({
  asked,
  teachers,
}: {
  readonly asked: AskedFindings;
  readonly teachers: ReadonlyMap<string, string>;
}) => {
  const { clause, teacher, regulation, verdict } = asked.query;
  const words = [
    ...(clause === undefined ? [] : [`пункт: ${clause}`]),
    ...(teacher === undefined ? [] : [`учитель: ${teachers.get(teacher) ?? 'неизвестен'}`]),
    ...(verdict === 'not_evaluable' ? ['нельзя проверить'] : []),
  ];
  return (
    <>
      {words.length > 0 && <p class="note">Только {words.join('; ')}.</p>}
      {Object.entries({ clause, teacher, regulation, verdict }).map(([name, value]) =>
        value === undefined ? null : <input type="hidden" name={name} value={value} key={name} />,
      )}
    </>
  );
};

/** Narrows the list of findings. */
export const FilterForm = ({
  schoolId,
  asked,
  classes,
  teachers,
}: {
  readonly schoolId: string;
  readonly asked: AskedFindings;
  readonly classes: readonly SchoolClass[];
  readonly teachers: ReadonlyMap<string, string>;
}): VNode => (
  <form class="filters" method="get" action="/control#findings">
    <input type="hidden" name="school" value={schoolId} />
    <input type="hidden" name="by" value={asked.by} />
    <Select label="Состояние" name="state" chosen={asked.query['state']} options={stateOptions} />
    <Select label="Вид" name="severity" chosen={asked.query['severity']} options={severityOptions} />
    <Select
      label="Класс"
      name="class"
      chosen={asked.query['class']}
      options={[['', 'все классы'], ...classes.map(({ classId, name }) => [classId, name] as const)]}
    />
    <label>
      с
      <input type="date" name="from" value={asked.query['from']} />
    </label>
    <label>
      по
      <input type="date" name="to" value={asked.query['to']} />
    </label>
    <button type="submit" class="primary">
      Показать
    </button>
    <a class="button quiet" href={hrefOf('/control', { school: schoolId, by: asked.by })}>
      Сбросить
    </a>
    <Chosen asked={asked} teachers={teachers} />
    {asked.isReversed && (
      <p class="bad-text" role="alert">
        Период кончается раньше, чем начинается. Поменяйте даты местами.
      </p>
    )}
  </form>
);
