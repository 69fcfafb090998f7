import { holdReports } from './suite.ts';

holdReports('truth', 'staff');
