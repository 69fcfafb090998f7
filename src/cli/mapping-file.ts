import { readFile, writeFile } from 'node:fs/promises';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Result } from '../model/result.ts';
import type { PlacedMapping } from '../sync/migrate/mapping/placed.ts';
import { mappingFromXlsx } from '../sync/migrate/mapping/read-xlsx.ts';
import { mappingFromYaml } from '../sync/migrate/mapping/read-yaml.ts';
import type { MappingFile } from '../sync/migrate/mapping/types.ts';
import { mappingToXlsx } from '../sync/migrate/mapping/write-xlsx.ts';
import { mappingToYaml } from '../sync/migrate/mapping/yaml.ts';
import { wrongWord } from './registering.ts';

const isYaml = (path: string): boolean => /\.ya?ml$/i.test(path);

/** Reads a mapping that a person has edited, by what its name ends in; null where there is no such file. */
export async function readMappingFile(path: string): Promise<Result<PlacedMapping, Diagnostic[]> | null> {
  try {
    const bytes = await readFile(path);
    return isYaml(path) ? mappingFromYaml(bytes.toString('utf8'), path) : await mappingFromXlsx(bytes, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code === undefined) throw error;
    throw wrongWord('--mapping', `${path} cannot be read (${code}).`, 'Name a file that can be read.');
  }
}

/** Writes a mapping for a person to look through. */
export async function writeMappingFile(path: string, file: MappingFile): Promise<void> {
  try {
    await writeFile(path, isYaml(path) ? mappingToYaml(file) : await mappingToXlsx(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw wrongWord('--mapping', `${path} cannot be written (${code}).`, 'Name a file in a folder of yours.');
  }
}
