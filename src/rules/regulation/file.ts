import type { Diagnostic } from '../../model/diagnostic.ts';

/** A file that is checked: its name, and how a person finds a spot in it. */
export interface RegulationFile {
  /** `krasny-30.yaml` */
  readonly name: string;
  /** Where that is, e.g. `krasny-30.yaml:41 entries.3.clause`. */
  where(path: readonly PropertyKey[]): string;
}

/** A file without lines: something that was not read from a disk. */
export const fileNamed = (name: string): RegulationFile => ({
  name,
  where: (path) => [name, path.map(String).join('.')].filter((part) => part !== '').join(' '),
});

/** Tells what is wrong at a spot of the file. */
export const faultAt =
  (file: RegulationFile) =>
  (code: string, path: readonly PropertyKey[], message: string, hint: string): Diagnostic => ({
    code,
    place: file.where(path),
    message,
    hint,
  });

/** See {@link faultAt}. */
export type Fault = ReturnType<typeof faultAt>;
