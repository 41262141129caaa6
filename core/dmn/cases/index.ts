export { parseCases } from './case.ts';
export type { CaseDocument, CaseProblem, PolicyCase } from './case.ts';
export { readEmbeddedCases, replaceEmbeddedCases } from './embedded.ts';
export { caseNames, runCases } from './run-cases.ts';
export type { CaseFailure, CaseReport, CaseResult, CaseRun, TableCoverage } from './run-cases.ts';
export { updateCases } from './update-cases.ts';
