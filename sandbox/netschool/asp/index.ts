import type { Route } from '../route.ts';
import { aspAddressRoutes } from './address-book.ts';
import { aspCalendarRoutes } from './calendar.ts';
import { aspReportRoutes } from './reports.ts';
import { aspSessionRoutes } from './session.ts';

/** The old pages. */
export const aspRoutes: readonly Route[] = [
  ...aspSessionRoutes,
  ...aspCalendarRoutes,
  ...aspAddressRoutes,
  ...aspReportRoutes,
];
