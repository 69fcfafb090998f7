import { below, type Key, mix, unit } from './random.ts';

/**
 * Illnesses and the like last some days. The year is cut into blocks; in each begins at most one episode, so
 * whether a day lies in one is found from its own block and the one before, without going through the year.
 */
const BLOCK_DAYS = 14;

/** The key of the episode that covers the day, or null. `length` must not exceed a block. */
export function episodeAt(
  key: Key,
  day: number,
  share: number,
  length: (episode: Key) => number,
): Key | null {
  const block = Math.floor(day / BLOCK_DAYS);
  for (let from = block; from >= 0 && from >= block - 1; from -= 1) {
    const episode = mix(key, from);
    if (unit(episode) >= share) continue;
    const start = from * BLOCK_DAYS + below(mix(episode, 1), BLOCK_DAYS);
    if (start <= day && day < start + length(episode)) return episode;
  }
  return null;
}
