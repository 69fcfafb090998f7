import type { Sixteen } from './keys.ts';

const BYTES = 16;
const FREE = -1;

/**
 * The keys and hashes of the records since the last checkpoint: a hash table in three flat arrays. A `Map` of as
 * many strings costs more than all the rest of a record, most of it in the garbage collector.
 */
export class SeenKeys {
  #slots = new Int32Array(4096).fill(FREE);
  #ids = new Uint8Array(2048 * BYTES);
  #hashes = new Uint8Array(2048 * BYTES);
  #count = 0;

  /** Whether the key was seen already, and then whether with the same hash; remembers it if not. */
  see(id: Sixteen, hash: Sixteen): 'new' | 'same' | 'other' {
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    const slot = this.#find(id);
    const entry = this.#slots[slot] ?? FREE;
    if (entry !== FREE) return equal(this.#hashes, entry, hash) ? 'same' : 'other';
    this.#slots[slot] = this.#count;
    put(this.#ids, this.#count, id);
    put(this.#hashes, this.#count, hash);
    this.#count += 1;
    return 'new';
  }

  clear(): void {
    this.#slots.fill(FREE);
    this.#count = 0;
  }

  /** The slot of a key, or the free one where it belongs. Keys are digests, so their first bytes scatter well. */
  #find(id: Sixteen): number {
    const mask = this.#slots.length - 1;
    const start =
      (id.charCodeAt(0) << 24) | (id.charCodeAt(1) << 16) | (id.charCodeAt(2) << 8) | id.charCodeAt(3);
    for (let slot = start & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] ?? FREE;
      if (entry === FREE || equal(this.#ids, entry, id)) return slot;
    }
  }

  #grow(): void {
    const ids = this.#ids;
    this.#ids = enlarge(ids);
    this.#hashes = enlarge(this.#hashes);
    this.#slots = new Int32Array(this.#slots.length * 2).fill(FREE);
    for (let entry = 0; entry < this.#count; entry += 1) {
      const id = String.fromCharCode(...ids.subarray(entry * BYTES, entry * BYTES + BYTES));
      this.#slots[this.#find(id)] = entry;
    }
  }
}

function enlarge(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

function equal(bytes: Uint8Array, entry: number, value: Sixteen): boolean {
  for (let index = 0; index < BYTES; index += 1) {
    if (bytes[entry * BYTES + index] !== value.charCodeAt(index)) return false;
  }
  return true;
}

function put(bytes: Uint8Array, entry: number, value: Sixteen): void {
  for (let index = 0; index < BYTES; index += 1) bytes[entry * BYTES + index] = value.charCodeAt(index);
}
