import { holdReports } from './suite.ts';

holdReports('5.47', 'staff');
