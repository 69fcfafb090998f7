export { FamilySession as StaffSession } from './family-session.ts';
