/** A program that holds a store, for tests that kill it. Says on standard output when it is open. */
import { openStore } from '../../src/store/open.ts';

const [home = ''] = process.argv.slice(2);
const store = await openStore({ home });
await store.pool.query('CREATE TABLE IF NOT EXISTS kept (value int)');
await store.pool.query('INSERT INTO kept VALUES (1)');
console.log(JSON.stringify({ url: store.url }));
setInterval(() => undefined, 1000);
