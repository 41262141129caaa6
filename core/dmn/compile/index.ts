export { compileBatch } from './batch.ts';
export type { Batch, BatchAnswer, BatchErrors } from './batch.ts';
export type { BatchColumn } from './batch-plan.ts';
export { compilePolicy } from './compile.ts';
export type { CompiledPolicy, CompileOptions, Decided, Recorded } from './compile.ts';
