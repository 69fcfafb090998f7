import type { Taken } from './operation.ts';

/** The media types of the bodies that operations take. */
export const bodyTypes: Readonly<Record<Taken | 'json', string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  yaml: 'application/yaml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
