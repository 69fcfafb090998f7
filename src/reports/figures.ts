import type { Period } from '../model/period.ts';
import { termKeyText } from '../model/period.ts';
import type { FiguresRequest } from '../store/rollup/types.ts';
import type { DrillRef } from './drill.ts';
import type { ReportGround, ReportRequest } from './request.ts';

/** What a form asks the figures for: the classes of the scope that the viewer sees. */
export const figuresAsked = (ground: ReportGround, { scope, period }: ReportRequest): FiguresRequest => ({
  reach: ground.reach,
  classIds: scope.kind === 'class' ? [scope.classId] : ground.classIds,
  schoolId: scope.kind === 'school' ? scope.schoolId : null,
  municipality: scope.kind === 'municipality' ? scope.name : null,
  period,
});

/** A period as the rows behind a number name it. */
export const drillPeriod = (period: Period): Pick<DrillRef, 'term' | 'from' | 'to'> =>
  period.kind === 'term' ? { term: termKeyText(period.term) } : { from: period.from, to: period.to };
