export type { Program } from './boxed.ts';
export {
  caseNames,
  parseCases,
  readEmbeddedCases,
  replaceEmbeddedCases,
  runCases,
  updateCases,
} from './cases/index.ts';
export type {
  CaseDocument,
  CaseFailure,
  CaseProblem,
  CaseReport,
  CaseResult,
  CaseRun,
  PolicyCase,
  TableCoverage,
} from './cases/index.ts';
export { comparePolicies, formatChange } from './compare/index.ts';
export type { CellChange, Change, ChangeCode, ElementKind, PathStep } from './compare/index.ts';
export { checkPolicy, FINDING_CODES } from './check/index.ts';
export type { CheckedTable, CheckOptions, Example, Finding, PolicyCheck, Severity } from './check/index.ts';
export { addressOf, exportTable, holdsTable, importTable, makePolicy, putTable } from './exchange/index.ts';
export type {
  ImportAnswer,
  ImportedTable,
  ImportOptions,
  MergedArea,
  SheetCell,
  SheetGrid,
  SheetRemark,
} from './exchange/index.ts';
export { createEvaluation } from './evaluation.ts';
export type { Evaluation, PolicyValues } from './evaluation.ts';
export type {
  Model,
  ModelDecision,
  ModelInput,
  ModelLogic,
  ModelParameter,
  ModelTable,
} from './model.ts';
export { findElement, readPolicy, readPolicyDraft } from './policy.ts';
export type { Policy, PolicyDecision, PolicyFault, PolicyInput, ReadOptions } from './policy.ts';
export type { InputReader } from './evaluator.ts';
export { formatPlace, PROBLEM_CODES } from './problem.ts';
export type { EvaluationError, Place, Problem } from './problem.ts';
export type { Aggregation, HitPolicy, LocalText } from './source.ts';
export type { Trace, TraceDecision, TraceKind, TraceRule, TraceTable } from './trace.ts';
export { traceEvaluation } from './trace-evaluation.ts';
export { joinModels } from './xml.ts';
export { fromJson, toJson } from '@plimsoll/core/feel';
export type { FeelValue } from '@plimsoll/core/feel';
export { compileBatch, compilePolicy } from './compile/index.ts';
export type {
  Batch,
  BatchAnswer,
  BatchColumn,
  BatchErrors,
  CompiledPolicy,
  CompileOptions,
  Decided,
  Recorded,
} from './compile/index.ts';
