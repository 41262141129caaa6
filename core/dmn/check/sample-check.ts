/** For tests: small policies in a few words, and their findings. */
import { readPolicy, type Policy } from '../policy.ts';
import { formatPlace } from '../problem.ts';
import { escapeXml, wrapDefinitions } from '../sample-policy.ts';
import { checkPolicy, type CheckOptions, type PolicyCheck } from './check-policy.ts';
import type { Finding } from './finding.ts';

/** `name: type`, with attributes of Plimsoll where there are any. */
export function input(name: string, type: string, attributes = ''): string {
  return `<inputData id="${name}" name="${name}" ${attributes}><variable name="${name}" typeRef="${type}"/></inputData>`;
}

export type Table = {
  readonly name: string;
  readonly requires: readonly string[];
  readonly hitPolicy?: string;
  /** Expressions, each with its type after a `#` and attributes after a `@`. */
  readonly inputs: readonly string[];
  /** `name: type`, allowed values after a `@`. */
  readonly outputs?: readonly string[];
  readonly rows: readonly string[];
  readonly fallback?: string;
};

/** A decision that is a table; the cells of a row stand between bars. `decisions` are the names that aren't inputs. */
export function table(
  { name, requires, hitPolicy = 'UNIQUE', inputs, outputs = ['o: string'], rows, fallback }: Table,
  decisions: readonly string[] = [],
): string {
  const columns = inputs.map((column) => {
    const [head = '', attributes = ''] = column.split('@');
    const [text = '', type = ''] = head.split('#');
    const typed = type === '' ? '' : ` typeRef="${type}"`;
    return `<input label="${escapeXml(text)}" ${attributes}><inputExpression${typed}><text>${escapeXml(text)}</text></inputExpression></input>`;
  });
  const results = outputs.map((column) => {
    const [head = '', values] = column.split('@');
    const [label = '', type = ''] = head.split(': ');
    const allowed =
      values === undefined ? '' : `<outputValues><text>${escapeXml(values)}</text></outputValues>`;
    const other =
      fallback === undefined
        ? ''
        : `<defaultOutputEntry><text>${escapeXml(fallback)}</text></defaultOutputEntry>`;
    return `<output name="${label}" typeRef="${type}">${allowed}${other}</output>`;
  });
  const [policy = '', aggregation] = hitPolicy.split('+');
  const rules = rows.map((row) => {
    const cells = row.split('|').map((cell, at) => {
      const tag = at < inputs.length ? 'inputEntry' : 'outputEntry';
      return `<${tag}><text>${escapeXml(cell.trim())}</text></${tag}>`;
    });
    return `<rule>${cells.join('')}</rule>`;
  });
  return `<decision id="${name}" name="${name}"><variable name="${name}"/>${requirements(requires, decisions)}<decisionTable hitPolicy="${policy}"${aggregation === undefined ? '' : ` aggregation="${aggregation}"`}>${columns.join('')}${results.join('')}${rules.join('')}</decisionTable></decision>`;
}

function requirements(names: readonly string[], decisions: readonly string[]): string {
  return names
    .map((name) => (decisions.includes(name) ? ['requiredDecision', name] : ['requiredInput', name]))
    .map(([tag, name]) => `<informationRequirement><${tag} href="#${name}"/></informationRequirement>`)
    .join('');
}

/** A decision that is an expression. */
export function literal(
  name: string,
  text: string,
  {
    requires,
    decisions = [],
  }: { readonly requires: readonly string[]; readonly decisions?: readonly string[] },
): string {
  return `<decision id="${name}" name="${name}"><variable name="${name}"/>${requirements(requires, decisions)}<literalExpression><text>${escapeXml(text)}</text></literalExpression></decision>`;
}

export async function policyOf(...parts: readonly string[]): Promise<Policy> {
  const result = await readPolicy(wrapDefinitions(parts.join('\n')));
  if (!result.ok)
    throw new Error(result.problems.map(({ text, place }) => `${formatPlace(place)}: ${text.en}`).join('; '));
  return result.value;
}

export async function check(parts: readonly string[], options: CheckOptions = {}): Promise<PolicyCheck> {
  return checkPolicy(await policyOf(...parts), options);
}

/** Codes with their place, for comparing. */
export function codesOf({ findings }: PolicyCheck): readonly string[] {
  return findings.map(({ code, severity, place }) => `${severity} ${code} ${formatPlace(place)}`);
}

export function find({ findings }: PolicyCheck, code: string): Finding {
  const found = findings.find((finding) => finding.code === code);
  if (found === undefined) throw new Error(`${code} among ${findings.map((each) => each.code).join(', ')}`);
  return found;
}
