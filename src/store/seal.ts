import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { StoreError } from './error.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 1;

/**
 * Seals a value so that only the holder of the 32-byte key can read it (AES-256-GCM): a byte of version, the
 * nonce, the tag, the text. `place` is bound into the seal, so a sealed value copied to another row does not open.
 */
export function seal(value: unknown, key: Buffer, place: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), text]);
}

/** Opens what {@link seal} made. Throws `store.seal_broken` for another key, another place or changed bytes. */
export function unseal(sealed: Uint8Array, key: Buffer, place: string): unknown {
  const bytes = Buffer.from(sealed);
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  const text = bytes.subarray(1 + NONCE_BYTES + TAG_BYTES);
  try {
    if (bytes[0] !== VERSION || tag.length !== TAG_BYTES) throw new Error('not a seal of this version');
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place)).setAuthTag(tag);
    return JSON.parse(Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8'));
  } catch (cause) {
    throw new StoreError(
      {
        code: 'store.seal_broken',
        place,
        message: 'Stored secrets do not open with this key.',
        hint: 'Start with the key that they were sealed with, or enter the settings again.',
      },
      { cause },
    );
  }
}
