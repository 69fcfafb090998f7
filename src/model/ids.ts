import { createHash } from 'node:crypto';

/** A namespace of our own, so that our ids never meet those that others derive from the same words. */
export const NAMESPACE = Buffer.from('8f4e1c0a5d7b4b62a1f39e6d2c5a7b10', 'hex');

/**
 * The same words give the same id, always and everywhere: a UUID of version 5 (RFC 9562 §5.5).
 * Words are joined with U+001F, which no vendor key contains, so `['a','bc']` and `['ab','c']` differ.
 */
export function deterministicId(words: readonly string[]): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(words.join('\u001f')).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What makes a bulk row the same row at the next reading. */
export interface RowName {
  readonly schoolId: string;
  /** `system/mode`, e.g. `netschool/family`; see {@link Source}. */
  readonly source: string;
  readonly entity: string;
  /** The vendor's own key, as text: vendors have keys of 64 bits that a number would round. */
  readonly key: string;
}

/** The id of a bulk row: a second reading needs no look-up to know it. */
export const rowId = (row: RowName): string =>
  deterministicId([row.schoolId, row.source, row.entity, row.key]);
