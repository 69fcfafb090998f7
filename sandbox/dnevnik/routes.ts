import { type Matched, makeRouter, type RoutePath } from '../http/router.ts';
import { attendanceRoutes } from './endpoints/attendance.ts';
import { averageRoutes } from './endpoints/averages.ts';
import { finalMarkRoutes } from './endpoints/final-marks.ts';
import { groupRoutes } from './endpoints/groups.ts';
import { homeworkRoutes } from './endpoints/homework.ts';
import { lessonRoutes } from './endpoints/lessons.ts';
import { markRoutes } from './endpoints/marks.ts';
import { peopleRoutes } from './endpoints/people.ts';
import { recentRoutes } from './endpoints/recent.ts';
import { scheduleRoutes } from './endpoints/schedules.ts';
import { schoolRoutes } from './endpoints/schools.ts';
import { statisticRoutes } from './endpoints/statistics.ts';
import { userRoutes } from './endpoints/users.ts';
import { fileRoutes } from './files.ts';
import { pageRoutes } from './oauth/authorize.ts';
import { tokenRoutes } from './oauth/token.ts';
import type { ApiRoute, OpenRoute, Version } from './route.ts';
import { attendanceWriteRoutes } from './writes/attendance.ts';
import { lessonWriteRoutes } from './writes/lessons.ts';
import { markWriteRoutes } from './writes/marks.ts';
import { workWriteRoutes } from './writes/works.ts';

export const API_ROUTES: readonly ApiRoute[] = [
  ...userRoutes,
  ...schoolRoutes,
  ...groupRoutes,
  ...peopleRoutes,
  ...lessonRoutes,
  ...markRoutes,
  ...scheduleRoutes,
  ...averageRoutes,
  ...finalMarkRoutes,
  ...attendanceRoutes,
  ...homeworkRoutes,
  ...recentRoutes,
  ...statisticRoutes,
  ...markWriteRoutes,
  ...attendanceWriteRoutes,
  ...workWriteRoutes,
  ...lessonWriteRoutes,
];

/** Fixed segments before those with a name in their place: the router takes the first that fits. */
const order = ({ path }: RoutePath): string =>
  path
    .split('/')
    .map((segment) => (segment.startsWith('{') ? '1' : '0'))
    .join('');

const byOrder = (a: RoutePath, b: RoutePath): number => order(a).localeCompare(order(b));

type Find<R extends RoutePath> = (method: string, path: string) => Matched<R> | null;

const apiRouter = (version: Version): Find<ApiRoute> =>
  makeRouter(API_ROUTES.filter(({ versions }) => versions.includes(version)).sort(byOrder));

export interface Routers {
  readonly pages: Find<OpenRoute>;
  readonly tokens: Find<OpenRoute>;
  readonly api: Readonly<Record<Version, Find<ApiRoute>>>;
}

export const makeRouters = (): Routers => ({
  pages: makeRouter([...pageRoutes, ...fileRoutes]),
  tokens: makeRouter(tokenRoutes),
  api: { v1: apiRouter('v1'), v2: apiRouter('v2') },
});
