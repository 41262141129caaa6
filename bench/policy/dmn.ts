/** The policy of the benchmark as a DMN 1.5 file: four decisions, of which `outcome` is the last. */
import { FIELDS } from './application.ts';
import { columnsOf, NO_RULE, OUTCOME, type PolicyTable, SCORECARD, SCREENING, SEGMENT } from './tables.ts';

const FIELD_NAMES: ReadonlySet<string> = new Set(FIELDS.map(([name]) => name));

/** The policy as a file; `more` are further decisions. */
export function policyXml(more = ''): string {
  const inputs = FIELDS.map(
    ([name, kind]) =>
      `<inputData id="${name}" name="${name}"><variable name="${name}" typeRef="${kind}"/></inputData>`,
  );
  const tables = [
    tableXml(SCREENING, `<defaultOutputEntry><text>"${NO_RULE}"</text></defaultOutputEntry>`),
    tableXml(SEGMENT),
    tableXml(SCORECARD),
    tableXml(OUTCOME),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="bench" namespace="https://plimsoll.dev/bench">
${[...inputs, ...tables].join('\n')}${more}
</definitions>`;
}

/** Says that a decision uses an input or another decision. */
export function requirementXml(name: string): string {
  const tag = FIELD_NAMES.has(name) ? 'requiredInput' : 'requiredDecision';
  return `<informationRequirement><${tag} href="#${name}"/></informationRequirement>`;
}

function tableXml(table: PolicyTable, fallback = ''): string {
  const { name, outputType, hitPolicy, rows } = table;
  const columns = columnsOf(table);
  const [policy, aggregation] = hitPolicy.split(' ');
  const inputs = columns.map(
    (column) => `<input label="${column}"><inputExpression><text>${column}</text></inputExpression></input>`,
  );
  const rules = rows.map(({ when, then }, index) => {
    const cells = columns.map(
      (column) => `<inputEntry><text>${escape(when[column] ?? '-')}</text></inputEntry>`,
    );
    const output = outputType === 'string' ? `"${then}"` : then;
    return `<rule id="${name}-${index + 1}">${cells.join('')}<outputEntry><text>${escape(output)}</text></outputEntry></rule>`;
  });
  return `<decision id="${name}" name="${name}"><variable name="${name}" typeRef="${outputType}"/>${columns.map(requirementXml).join('')}
<decisionTable hitPolicy="${policy}"${aggregation === undefined ? '' : ` aggregation="${aggregation}"`}>${inputs.join('')}
<output name="${name}" typeRef="${outputType}">${fallback}</output>
${rules.join('\n')}</decisionTable></decision>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
