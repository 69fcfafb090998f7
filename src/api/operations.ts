import type { Operation } from './operation.ts';
import {
  getConsents,
  getRefusals,
  postConsent,
  postRefusal,
  postRefusalEnd,
  postWithdrawal,
} from './routes/consents.ts';
import { getDocs, getDocsAsset, getOpenApi } from './routes/docs.ts';
import { getFinding, getFindings, postClosure, postExplanation } from './routes/findings.ts';
import { getLive, getMetrics, getReady } from './routes/health.ts';
import {
  getAct,
  getActPdf,
  getActRows,
  getActXlsx,
  postAct,
  postVerification,
} from './routes/migration-acts.ts';
import {
  getMappingLines,
  getMappingXlsx,
  getMappingYaml,
  patchMapping,
  putMappingXlsx,
  putMappingYaml,
} from './routes/migration-mapping.ts';
import {
  getDifferences,
  getDryRun,
  getInventory,
  getReconciliation,
  getRows,
  postReconciliation,
} from './routes/migration-rows.ts';
import {
  getMigration,
  getMigrations,
  postMigration,
  postPause,
  postPlan,
  postResume,
  postRollback,
  postRun,
} from './routes/migrations.ts';
import { getChanges, getPermits, postDecision, postPermit, postPermitEntry } from './routes/permits.ts';
import { getAudit, registerOperations } from './routes/registers.ts';
import {
  getControl,
  getRegulation,
  getRegulations,
  getSchoolRegulations,
  postAdoption,
  postAdoptionRetraction,
} from './routes/regulations.ts';
import { getReport, getReportRows, getReports } from './routes/reports.ts';
import { getQuarantine, getRun, getRuns } from './routes/runs.ts';
import { getSchool, getSchools, getStudents } from './routes/schools.ts';
import { getDiary, getProgress } from './routes/students.ts';
import { postToken } from './routes/token.ts';

/** The one table of operations: the router and the OpenAPI document are made of it, and nothing else. */
export const operations: readonly Operation[] = [
  postToken,
  getSchools,
  getSchool,
  getStudents,
  getDiary,
  getProgress,
  getFindings,
  getFinding,
  postExplanation,
  postClosure,
  getControl,
  getRegulations,
  getRegulation,
  getSchoolRegulations,
  postAdoption,
  postAdoptionRetraction,
  getRuns,
  getRun,
  getQuarantine,
  getConsents,
  postConsent,
  postWithdrawal,
  getRefusals,
  postRefusal,
  postRefusalEnd,
  getPermits,
  postPermit,
  postDecision,
  postPermitEntry,
  getChanges,
  ...registerOperations,
  getReports,
  // Before the form, whose path it would be.
  getReportRows,
  getReport,
  getMigrations,
  postMigration,
  getMigration,
  postPlan,
  getInventory,
  getMappingLines,
  patchMapping,
  getMappingYaml,
  putMappingYaml,
  getMappingXlsx,
  putMappingXlsx,
  getDryRun,
  postRun,
  postPause,
  postResume,
  getRows,
  postReconciliation,
  getReconciliation,
  getDifferences,
  postAct,
  getAct,
  getActXlsx,
  getActPdf,
  getActRows,
  postVerification,
  postRollback,
  getAudit,
  getLive,
  getReady,
  getMetrics,
  getOpenApi,
  getDocs,
  getDocsAsset,
];
