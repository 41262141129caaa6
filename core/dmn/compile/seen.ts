/** What can be seen of a run, compiled and interpreted, in one form: for tests. */
import { toJson } from '@plimsoll/core/feel';
import { createEvaluation, type PolicyValues } from '../evaluation.ts';
import type { Policy } from '../policy.ts';
import { traceEvaluation } from '../trace-evaluation.ts';
import type { CompiledPolicy } from './compile.ts';

/** Everything that can be seen of a run. */
export function seen(compiled: CompiledPolicy, inputs: PolicyValues, decision: string): unknown {
  const { value, errors } = compiled.decide(inputs, decision);
  const reader = compiled.decide((name) => inputs[name] ?? null, decision);
  const recorded = compiled.record(inputs, decision);
  return {
    value: toJson(value),
    errors,
    read: [toJson(reader.value), reader.errors],
    recorded: [toJson(recorded.value), recorded.errors, recorded.trace()],
  };
}

export function wanted(policy: Policy, inputs: PolicyValues, decision: string): unknown {
  const evaluation = createEvaluation(policy, inputs);
  const value = toJson(evaluation.value(decision));
  const { errors } = evaluation;
  const trace = traceEvaluation(policy, inputs, decision);
  return { value, errors, read: [value, errors], recorded: [value, errors, trace] };
}
