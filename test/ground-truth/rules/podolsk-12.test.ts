import { holdAgainstTruth } from './act-suite.ts';

holdAgainstTruth('podolsk-12', 'full');
