import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mappingFromXlsx } from '../../../../src/sync/migrate/mapping/read-xlsx.ts';
import { mappingFromYaml } from '../../../../src/sync/migrate/mapping/read-yaml.ts';
import { mappingToXlsx } from '../../../../src/sync/migrate/mapping/write-xlsx.ts';
import { mappingToYaml } from '../../../../src/sync/migrate/mapping/yaml.ts';
import { anyMapping } from './documents.ts';

describe('a mapping document written and read', () => {
  it('is the same through YAML', () => {
    fc.assert(
      fc.property(anyMapping, (file) => {
        const read = mappingFromYaml(mappingToYaml(file));
        expect(read.ok && read.value.file).toEqual(file);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same through XLSX', async () => {
    await fc.assert(
      fc.asyncProperty(anyMapping, async (file) => {
        const read = await mappingFromXlsx(await mappingToXlsx(file));
        expect(read.ok && read.value.file).toEqual(file);
      }),
      { numRuns: 40 },
    );
  });
});
