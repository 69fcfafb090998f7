import { html, noContent, type Reply } from '../http/reply.ts';
import { open, type Route, type Visit } from './route.ts';

const page = ({ world, school }: Visit): Reply =>
  html(
    `<!DOCTYPE html><html><head><script>appContext.yearId = "${world.ids.year(school)}";</script></head><body></body></html>`,
  );

const spa = (path: string): Route => ({ method: 'POST', path, who: 'any', handle: page });

/** Pages of the site itself, which some clients open on the way. */
export const pageRoutes: readonly Route[] = [
  spa('/angular/school/{page}'),
  spa('/angular/school/{page}/{sub}'),
  spa('/app/school/{page}'),
  open('GET', '/webapi/earlyaccess', () => noContent()),
  open('GET', '/', () =>
    html('<!DOCTYPE html><html><head><title>Сетевой Город. Образование</title></head></html>'),
  ),
];
