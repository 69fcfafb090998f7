import { bytes, redirect } from '../http/reply.ts';
import { get, open, type Route } from './route.ts';

const PLACEHOLDER = '/images/common/photono.jpg';

/** The shortest picture that browsers take: one grey point. */
const POINT = Buffer.from('R0lGODlhAQABAIAAAMDAwAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

/** Nobody here has a photo: all are sent to the placeholder. */
export const photoRoutes: readonly Route[] = [
  get('any', 'users/photo', () => redirect(PLACEHOLDER, 301)),
  open('GET', PLACEHOLDER, () => bytes(POINT, { 'content-type': 'image/gif' })),
];
