import { openStore } from '../../../src/store/open.ts';
import { runTransfer } from '../../../src/sync/migrate/run.ts';
import { depsOf, packEnd } from './packing.ts';

/** A program of its own that writes a planned pack and says how far it is: it is there to be killed. */
const [url = '', transferId = '', folder = ''] = process.argv.slice(2);
const say = (step: string): void => {
  process.stdout.write(`${step}\n`);
};

const store = await openStore({ url });
const onProgress = ({ done, total }: { readonly done: number; readonly total: number }): void =>
  say(`at ${Math.floor((10 * done) / total)}`);
await runTransfer(depsOf(store), transferId, { ...packEnd(folder), onProgress });
say('ended');
await store.close();
