import { holdAgainstTruth } from './act-suite.ts';

holdAgainstTruth('sosh-22', 'silent');
