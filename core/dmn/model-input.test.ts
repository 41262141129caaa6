import { expect, test } from 'vitest';
import { comparePolicies, formatChange, readPolicy } from './index.ts';
import { inputElement, wrapDefinitions } from './sample-policy.ts';

const policyOf = (attribute: string) =>
  wrapDefinitions(`${inputElement('risk', 'Any', attribute)}
    <decision id="d" name="decision"><variable name="decision"/>
      <informationRequirement><requiredInput href="#risk"/></informationRequirement>
      <literalExpression><text>risk.probability</text></literalExpression></decision>`);

async function read(attribute: string) {
  const policy = await readPolicy(policyOf(attribute));
  if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
  return policy.value;
}

test('[DMN-37] an input names the model that gives it, and that is part of the meaning', async () => {
  const [plain, third, fourth] = await Promise.all([
    read(''),
    read('plimsoll:model="consumer@3"'),
    read('plimsoll:model="consumer@4"'),
  ]);
  expect(plain.inputs[0]).not.toHaveProperty('model');
  expect(third.inputs[0]?.model).toEqual({ name: 'consumer', version: 3 });
  expect(new Set([plain.hash, third.hash, fourth.hash]).size).toBe(3);
  const changes = comparePolicies(third, fourth).map((change) => formatChange(change, 'en'));
  expect(changes.join('\n')).toContain('consumer@3');
});

test.each(['consumer', 'consumer@', 'consumer@0', 'Consumer@1', 'consumer@1.5', 'a b@1'])(
  '[DMN-37] %s names no version of a model',
  async (name) => {
    const policy = await readPolicy(policyOf(`plimsoll:model="${name}"`));
    expect(policy).toMatchObject({
      ok: false,
      problems: [{ code: 'DMN_MODEL', place: { element: 'risk' } }],
    });
  },
);
