import type { Target, TargetSession } from '../../src/adapters/target.ts';

/** Seconds by what the target was asked, and of which entity: `write mark`. */
export type Spent = Record<string, number>;

/** The same target, with a clock on what it is asked. */
export function watched(target: Target, spent: Spent): Target {
  const clocked = async <T>(name: string, work: Promise<T>): Promise<T> => {
    const started = performance.now();
    try {
      return await work;
    } finally {
      spent[name] = (spent[name] ?? 0) + (performance.now() - started) / 1000;
    }
  };
  return {
    ...target,
    async open(settings, context) {
      const session = await clocked('open', target.open(settings, context));
      const others: Pick<TargetSession, 'write' | 'readBack'> = {
        write: (records) => clocked(`write ${records[0]?.entity}`, session.write(records)),
        readBack: (entity, keys) => clocked(`read back ${entity}`, session.readBack(entity, keys)),
      };
      return new Proxy(session, {
        get: (own, name) => {
          const found: unknown = Reflect.get(name in others ? others : own, name);
          return typeof found === 'function' ? found.bind(name in others ? others : own) : found;
        },
      });
    },
  };
}
