import { z } from 'zod';

/** What a person types into a field: no control characters, not endless, not blank. */
export const shortText = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^\P{Cc}*$/u, 'Has control characters in it');

/** A mark as a person types it. */
export const markText = shortText.max(40);

/** A longer text of a person, of several lines. */
export const longText = z
  .string()
  .trim()
  .min(1)
  .max(4_000)
  .regex(/^(\P{Cc}|[\n\r\t])*$/u, 'Has control characters in it');

/** What the caller knows the entry by. Given again with the same contents it is the same entry. */
export const keyInput = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'Has control characters in it')
  .nullable()
  .default(null)
  .describe('Yours: sent again with the same contents it is the same entry, and not a second one');
