import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapterOf, adapters, targetOf, targets } from '../../src/adapters/registry.ts';
import { entityNames, entityOf } from '../../src/model/entities.ts';

const root = join(import.meta.dirname, '..', '..');

const folders = readdirSync(join(root, 'src/adapters'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const systems = adapters.map(({ system }) => system);

const knownNames = new Set(entityNames.flatMap((name) => [name, ...fieldsOf(name)]));

function fieldsOf(name: (typeof entityNames)[number]): string[] {
  return [...entityOf(name).fields.keys()].map((field) => `${name}.${field}`);
}

describe('the registry of adapters', () => {
  it('has a line for each folder: a system is read, or written, or both', () => {
    expect([...new Set([...systems, ...Object.keys(targets)])].sort()).toEqual(folders.sort());
  });

  it.each(systems)('%s has the files that every folder has, and calls the contract suite', (system) => {
    for (const file of ['index.ts', 'client.ts', 'schema.ts', 'README.md']) {
      expect(existsSync(join(root, 'src/adapters', system, file)), file).toBe(true);
    }
    const suite = readFileSync(join(root, 'test/adapters', system, 'contract.test.ts'), 'utf8');
    expect(suite).toContain('adapterContract(');
  });

  it.each(adapters.map((adapter) => [adapter.system, adapter] as const))(
    '%s declares modes whose entities and gaps exist',
    (system, adapter) => {
      expect(adapterOf(system)).toBe(adapter);
      for (const mode of adapter.modes) {
        expect(Object.keys(mode.gaps).filter((name) => !knownNames.has(name))).toEqual([]);
        expect(mode.gives.filter((name) => !knownNames.has(name))).toEqual([]);
        expect(mode.rank).toBeGreaterThan(0);
      }
    },
  );

  it.each(Object.entries(targets))('%s declares as a target what exists', (system, target) => {
    expect(targetOf(system)).toBe(target);
    const { takes, cannot } = target.declaration;
    const named = Object.keys(cannot).map((name) => name.replace(/=.*/, ''));
    expect([...takes, ...named].filter((name) => !knownNames.has(name))).toEqual([]);
    expect(takes.filter((name) => name in cannot)).toEqual([]);
    // Referred-to before referring.
    expect(takes).toEqual(entityNames.filter((name) => takes.includes(name)));
  });

  it('knows no other system', () => {
    expect(adapterOf('nowhere')).toBeUndefined();
    expect(targetOf('nowhere')).toBeUndefined();
  });
});
