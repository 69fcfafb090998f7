import { holdAgainstTruth } from './act-suite.ts';

holdAgainstTruth('krasny-30', 'full');
