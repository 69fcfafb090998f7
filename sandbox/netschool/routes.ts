import { announcementRoutes } from './announcements.ts';
import { aspRoutes } from './asp/index.ts';
import { assignmentRoutes } from './assignments.ts';
import { attachmentRoutes } from './attachments.ts';
import { cardRoutes } from './card.ts';
import { diaryRoutes } from './diary.ts';
import { discoveryRoutes } from './discovery.ts';
import { esiaRoutes } from './esia.ts';
import { fileRoutes } from './files.ts';
import { loginRoutes } from './login.ts';
import { mailRoutes } from './mail.ts';
import { pageRoutes } from './pages.ts';
import { photoRoutes } from './photo.ts';
import { reportRoutes } from './reports/routes.ts';
import type { Route } from './route.ts';
import { sessionRoutes } from './session-routes.ts';
import { staffRoutes } from './staff.ts';
import { registryRoutes } from './staff-registry.ts';
import { timetableRoutes } from './timetable.ts';
import { workTypeRoutes } from './work-types.ts';

/** Everything that the server answers, beside the hubs. */
export const ROUTES: readonly Route[] = [
  ...loginRoutes,
  ...discoveryRoutes,
  ...sessionRoutes,
  ...diaryRoutes,
  ...workTypeRoutes,
  ...staffRoutes,
  ...timetableRoutes,
  ...reportRoutes,
  ...fileRoutes,
  ...aspRoutes,
  ...assignmentRoutes,
  ...attachmentRoutes,
  ...announcementRoutes,
  ...cardRoutes,
  ...mailRoutes,
  ...esiaRoutes,
  ...pageRoutes,
  ...photoRoutes,
  ...registryRoutes,
];
