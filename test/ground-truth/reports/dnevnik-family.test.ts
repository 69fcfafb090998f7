import { holdReports } from './suite.ts';

holdReports('dnevnik.ru', 'family');
