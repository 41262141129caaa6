export { compilePolicy } from './compile.ts';
export type { CompiledPolicy, CompileOptions, Decided, Recorded } from './compile.ts';
