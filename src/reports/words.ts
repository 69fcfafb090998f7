import type { Day } from '../model/dates.ts';

/** A day as people write it in Russia: 05.11.2025. */
export const dayText = (day: Day): string => day.split('-').reverse().join('.');

/** Why a cell is empty. `reason` is what the adapter declares about its source. */
export const noData = (reason: string): string => `нет данных: ${reason}`;
