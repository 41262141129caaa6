/** What a policy declares and never uses: inputs, decisions that lead nowhere, requirements. */
import type { Policy } from '../policy.ts';
import { createFinding, type Finding } from './finding.ts';
import { globalsIn } from './walk.ts';

/** Decisions beside the final one that are read for themselves, where a policy has them. */
const READ_FOR_THEMSELVES = ['reasonTexts'];

export function checkUsage(policy: Policy, decision: string | null): readonly Finding[] {
  const { program, model } = policy;
  const used = program.globals.map((global) => usedBy(global));
  const anywhere = new Set(used.flatMap((each) => [...each]));
  const inputs = program.globals.flatMap((global, index) =>
    // What an import holds beside what is needed of it is no part of the policy.
    global.kind === 'input' && program.reached.has(index) && !anywhere.has(index)
      ? [
          createFinding('CHECK_UNUSED_INPUT', 'warning', {
            place: { element: global.name },
            facts: { name: global.name },
          }),
        ]
      : [],
  );
  const requirements = [...model.decisions, ...model.knowledge].flatMap(({ name, requires }) => {
    const own = used[program.indexOf.get(name) ?? -1] ?? new Set();
    return requires
      .filter((required) => !own.has(program.indexOf.get(required) ?? -1))
      .map((required) =>
        createFinding('CHECK_UNUSED_REQUIREMENT', 'note', {
          place: { element: name },
          facts: { name: required },
        }),
      );
  });
  return [...inputs, ...(decision === null ? [] : unusedDecisions(policy, used, decision)), ...requirements];
}

/** What a global looks at, by index. */
function usedBy(global: Policy['program']['globals'][number]): ReadonlySet<number> {
  switch (global.kind) {
    case 'input':
      return new Set();
    case 'decision':
    case 'knowledge':
      return globalsIn(global.logic);
    case 'service':
      return new Set([...global.parameters, ...global.inside, ...global.outputs]);
    default:
      return global satisfies never;
  }
}

function unusedDecisions(
  { program }: Policy,
  used: readonly ReadonlySet<number>[],
  decision: string,
): readonly Finding[] {
  const roots = [decision, ...READ_FOR_THEMSELVES].filter((name) => program.indexOf.has(name));
  const reached = new Set<number>();
  const open = roots.map((name) => program.indexOf.get(name) ?? -1);
  for (const [index, global] of program.globals.entries()) if (global.kind === 'service') open.push(index);
  while (open.length > 0) {
    const index = open.pop() ?? -1;
    if (reached.has(index)) continue;
    reached.add(index);
    open.push(...(used[index] ?? []));
  }
  return program.globals.flatMap(({ kind, name }, index) =>
    program.reached.has(index) && kind === 'decision' && !reached.has(index)
      ? [
          createFinding('CHECK_UNUSED_DECISION', 'warning', {
            place: { element: name },
            facts: { name, roots: roots.join(', ') },
          }),
        ]
      : [],
  );
}
