import { holdAgainstTruth } from './act-suite.ts';

holdAgainstTruth('megion-3', 'silent');
