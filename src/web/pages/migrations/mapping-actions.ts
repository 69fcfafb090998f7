import { bodyTypes } from '../../../api/body-types.ts';
import type { Diagnostic } from '../../../model/diagnostic.ts';
import { err, type Result } from '../../../model/result.ts';
import type { MappingChoice } from '../../../sync/migrate/mapping/answer.ts';
import type { PlacedMapping } from '../../../sync/migrate/mapping/placed.ts';
import { mappingFromXlsx } from '../../../sync/migrate/mapping/read-xlsx.ts';
import { mappingFromYaml } from '../../../sync/migrate/mapping/read-yaml.ts';
import { type MappingFile, mappingEntities } from '../../../sync/migrate/mapping/types.ts';
import { mappingToXlsx } from '../../../sync/migrate/mapping/write-xlsx.ts';
import { mappingToYaml } from '../../../sync/migrate/mapping/yaml.ts';
import { keptMapping } from '../../../sync/migrate/service/mapping.ts';
import type { SentFile } from '../../multipart.ts';
import { type Fields, type Page, type PageReply, trouble } from '../../page.ts';
import { actorOf, withMove } from './find.ts';
import { refused, stepHref } from './frame.tsx';
import { mappingPage } from './mapping.tsx';

const WRITE = { scope: 'migrations.write' } as const;

function choiceOf({ choice = '', other = '' }: Fields): MappingChoice | null {
  if (choice === 'leave' || choice === 'reset') return { kind: choice };
  const key = choice === 'other' ? other.trim() : choice.startsWith('to:') ? choice.slice(3) : '';
  return key === '' || key.length > 300 ? null : { kind: 'target', key };
}

const NO_ANSWER = trouble(
  422,
  'Ответ не выбран',
  'Не выбрано ни одного варианта, или номер в новом журнале не вписан. Ничего не изменено.',
  'Вернитесь назад, выберите ответ и отправьте ещё раз.',
);

/** Takes one answer; what it would break is told above the list, and then nothing is changed. */
export const answerQuestion: Page = {
  method: 'post',
  path: '/migrations/:moveId/answer',
  access: WRITE,
  answer: (visit) =>
    withMove(visit, async (move): Promise<PageReply> => {
      const { form, deps } = visit;
      const entity = mappingEntities.find((one) => one === form['entity']);
      const choice = choiceOf(form);
      if (!entity || !choice) return NO_ANSWER;
      const answer = { entity, sourceId: form['sourceId'] ?? '', choice };
      const taken = await deps.migrations.answer(move.view, answer, actorOf(visit));
      const back = new URLSearchParams(form['back'] ?? '');
      // A line is known by its id there, which says nothing to a person.
      if (!taken.ok) {
        const faults = taken.error.map((fault) => ({ ...fault, place: '' }));
        return mappingPage(visit, move, Object.fromEntries(back), faults);
      }
      const query = back.size > 0 ? `?${back}` : '';
      return { kind: 'redirect', to: `${stepHref(move.view, '/mapping')}${query}#lines` };
    }),
};

const unreadable: Diagnostic = {
  code: 'mapping.unreadable',
  place: '',
  message: 'It is neither a workbook nor YAML.',
  hint: 'Отправьте тот файл, который был скачан здесь, с окончанием .xlsx или .yaml.',
};

/** Reads a document by what its name ends in. */
async function readFile({ name, content }: SentFile): Promise<Result<PlacedMapping, readonly Diagnostic[]>> {
  if (/\.xlsx$/i.test(name)) return mappingFromXlsx(content, 'файл');
  if (/\.ya?ml$/i.test(name)) return mappingFromYaml(content.toString('utf8'), 'файл');
  return err([unreadable]);
}

/** A school of three thousand students has a workbook of half a megabyte and three megabytes of YAML. */
const FILE_BYTES = 8_000_000;

/** Takes an edited document; everything wrong with it is told at once, with its place. */
export const sendMapping: Page = {
  method: 'post',
  path: '/migrations/:moveId/mapping/file',
  access: WRITE,
  bodyBytes: FILE_BYTES,
  takesFiles: true,
  answer: (visit) =>
    withMove(visit, async (move): Promise<PageReply> => {
      const file = visit.files['file'];
      const read = file ? await readFile(file) : err([unreadable]);
      if (!read.ok) return mappingPage(visit, move, {}, read.error);
      const taken = await visit.deps.migrations.takeMapping(move.view, read.value, actorOf(visit));
      if (!taken.ok) return mappingPage(visit, move, {}, taken.error);
      return { kind: 'redirect', to: stepHref(move.view, '/mapping') };
    }),
};

const NO_NAMES = trouble(
  403,
  'Нет доступа',
  'В этом файле имена учеников, а ваша роль их не видит.',
  'Отвечайте на вопросы на странице или попросите администратора журнала.',
);

const noMapping: Diagnostic = { code: 'transfer.no_mapping', place: '', message: '', hint: '' };

async function* whole(body: Uint8Array | string): AsyncGenerator<Uint8Array | string> {
  yield body;
}

const download = (
  end: 'xlsx' | 'yaml',
  write: (file: MappingFile) => Uint8Array | string | Promise<Uint8Array | string>,
): Page => ({
  method: 'get',
  path: `/migrations/:moveId/mapping.${end}`,
  access: { scope: 'migrations.read' },
  answer: (visit) =>
    withMove(visit, async ({ view }): Promise<PageReply> => {
      if (!visit.may('students.read')) return NO_NAMES;
      const kept = await keptMapping(visit.deps, view.transfer);
      if (!kept) return refused(noMapping);
      const name = `mapping-${view.transfer.transferId}.${end}`;
      return { kind: 'file', name, type: bodyTypes[end], content: whole(await write(kept.file)) };
    }),
});

/** The mapping as files, to be edited. */
export const mappingFiles: readonly Page[] = [
  download('xlsx', mappingToXlsx),
  download('yaml', mappingToYaml),
];
