import { holdReports } from './suite.ts';

holdReports('dnevnik.ru', 'staff');
