/**
 * A card as DMN: `scorecardPoints`, a COLLECT SUM table with a row for the base points and one for each bin;
 * `scoreReasons`, a COLLECT table of what each bin lost; `scoreReasonTexts`, the words for their codes; and
 * `scorecardProbability`, the probability of default that the sum stands for.
 * Rows of one characteristic partition its values, null and unseen levels included, so exactly one of them hits.
 * A ratio's cells test an expression over facts. Ids follow from names, so a retrain changes only what changed.
 */
import { assert, assertNever, ok, type Result, refuse } from '@plimsoll/core/base';
import type { BinCell } from '@plimsoll/core/binning';
import { factsOf, feelOf, type LocalText } from './characteristic.ts';
import type { Scorecard, ScoredBin, ScoredCharacteristic } from './scorecard.ts';

export const GENERATED_START = '<!-- generated: scorecard -->';
export const GENERATED_END = '<!-- /generated: scorecard -->';

/** Every decimal up to this many digits is written without an exponent, which FEEL's grammar of old has not. */
const MAX_DECIMALS = 20;
const PROBABILITY_DECIMALS = 6;
const INDENT = '  ';

type Element = {
  readonly tag: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly Element[] | string;
};

type Output = { readonly name: string; readonly type: 'number' | 'string' };
type Row = {
  readonly id: string;
  readonly cells: readonly string[];
  readonly outputs: readonly string[];
  readonly notes: readonly string[];
};

/**
 * The XML text of the four decisions, to stand inside `definitions`. `prefix` is that file's prefix of the DMN
 * namespace (`dmn:`; empty for the default namespace); the prefix `plimsoll` must be declared there too.
 * Facts are required as `#input_<fact>`.
 */
export function scorecardDecisionsXml(card: Scorecard, prefix = ''): string {
  const facts = [...new Set(card.characteristics.flatMap((each) => factsOf(each.source)))];
  const base: Row = {
    id: 'scorecardPoints_base',
    cells: card.characteristics.map(() => '-'),
    outputs: [String(card.basePoints)],
    notes: ['base', ''],
  };
  const points = decision(
    { name: 'scorecardPoints', type: 'number', zh: '评分', en: 'Score' },
    facts.map((fact) => required('scorecardPoints', 'Input', `input_${fact}`)),
    decisionTable('scorecardPoints', card, {
      hit: { hitPolicy: 'COLLECT', aggregation: 'SUM' },
      outputs: [{ name: 'points', type: 'number' }],
      notes: ['characteristic', 'reasonCode'],
      rows: [
        base,
        ...rowsOf('scorecardPoints', card, (each, bin) => ({
          outputs: [String(bin.points)],
          notes: [each.name, each.reason.code],
        })),
      ],
    }),
  );
  const reasons = decision(
    { name: 'scoreReasons', type: null, zh: '失分原因', en: 'Points lost, with reasons' },
    facts.map((fact) => required('scoreReasons', 'Input', `input_${fact}`)),
    decisionTable('scoreReasons', card, {
      hit: { hitPolicy: 'COLLECT' },
      outputs: [
        { name: 'characteristic', type: 'string' },
        { name: 'pointsLost', type: 'number' },
        { name: 'reasonCode', type: 'string' },
      ],
      notes: [],
      rows: rowsOf('scoreReasons', card, (each, bin) => ({
        outputs: [feelText(each.name), String(bin.pointsLost), feelText(each.reason.code)],
        notes: [],
      })),
    }),
  );
  const texts = decision(
    { name: 'scoreReasonTexts', type: null, zh: '失分原因说明', en: 'Words for score reasons' },
    [],
    literal('scoreReasonTexts', reasonTextsFeel(card)),
  );
  const probability = decision(
    {
      name: 'scorecardProbability',
      type: 'number',
      zh: '评分对应的违约概率',
      en: 'Probability the score stands for',
    },
    [required('scorecardProbability', 'Decision', 'decision_scorecardPoints')],
    literal('scorecardProbability', probabilityFeel(card), 'number'),
  );
  return [points, reasons, texts, probability].map((each) => render(each, prefix, 1)).join('\n');
}

/** FEEL of the probability of default for a score: 1/(1+exp((score − offset)/factor)), to six decimals. */
export function probabilityFeel(
  card: Pick<Scorecard, 'offset' | 'factor'>,
  score = 'scorecardPoints',
): string {
  const odds = `exp((${score} - ${feelNumber(card.offset)}) / ${feelNumber(card.factor)})`;
  return `if ${score} = null then null else decimal(1 / (1 + ${odds}), ${PROBABILITY_DECIMALS})`;
}

/** The FEEL text of the list of reason codes with their words: `{code, zh, en}` each. */
export function reasonTextsFeel(card: Pick<Scorecard, 'characteristics'>): string {
  const texts = card.characteristics.map(
    ({ reason }) =>
      `{code: ${feelText(reason.code)}, zh: ${feelText(reason.zh)}, en: ${feelText(reason.en)}}`,
  );
  return `[${texts.join(', ')}]`;
}

/**
 * Replaces what stands between the two marker comments of a policy file. Refuses a file without exactly one of
 * each, in order. The file's prefix of the DMN namespace is taken from its `definitions` element.
 */
export function spliceScorecard(policyXml: string, card: Scorecard): Result<string> {
  const start = policyXml.indexOf(GENERATED_START);
  const end = policyXml.indexOf(GENERATED_END);
  const once = (marker: string): boolean => policyXml.split(marker).length === 2;
  if (!once(GENERATED_START) || !once(GENERATED_END) || end < start)
    return refuse('policy_not_spliceable', 'MOD-12', { markers: [GENERATED_START, GENERATED_END] });
  const prefix = /<([\w.-]+:)?definitions[\s>]/.exec(policyXml)?.[1] ?? '';
  const before = policyXml.slice(0, start + GENERATED_START.length);
  return ok(`${before}\n${scorecardDecisionsXml(card, prefix)}\n${INDENT}${policyXml.slice(end)}`);
}

/** The unary test of a bin. `otherLevels` are all levels that bins name: the unseen bin excludes them and null. */
export function cellFeel(cell: BinCell, otherLevels: readonly string[] = []): string {
  switch (cell.kind) {
    case 'range':
      if (cell.from === null && cell.to === null) return 'not(null)';
      if (cell.from === null) return `< ${feelNumber(cell.to ?? 0)}`;
      if (cell.to === null) return `>= ${feelNumber(cell.from)}`;
      return `[${feelNumber(cell.from)}..${feelNumber(cell.to)})`;
    case 'levels':
      return cell.levels.map(feelText).join(', ');
    case 'missing':
      return 'null';
    case 'unseen':
      return `not(${[...otherLevels.map(feelText), 'null'].join(', ')})`;
    case 'special':
      throw new Error(
        `assertion failed: FEEL has one null, so ${cell.reason} joins the missing bin of a card`,
      );
    default:
      return assertNever(cell);
  }
}

function rowsOf(
  table: string,
  card: Scorecard,
  partsOf: (each: ScoredCharacteristic, bin: ScoredBin) => Pick<Row, 'outputs' | 'notes'>,
): readonly Row[] {
  return card.characteristics.flatMap((each, column) => {
    const levels = each.bins.flatMap((bin) => (bin.cell.kind === 'levels' ? bin.cell.levels : []));
    return each.bins.map((bin, at) => ({
      id: `${table}_${each.name}_${bin.cell.kind === 'missing' || bin.cell.kind === 'unseen' ? bin.cell.kind : at + 1}`,
      cells: card.characteristics.map((_, other) => (other === column ? cellFeel(bin.cell, levels) : '-')),
      ...partsOf(each, bin),
    }));
  });
}

type TableParts = {
  readonly hit: { readonly [name: string]: string };
  readonly outputs: readonly Output[];
  readonly notes: readonly string[];
  readonly rows: readonly Row[];
};

function decisionTable(name: string, card: Scorecard, parts: TableParts): Element {
  const text = (tag: string, id: string, content: string): Element =>
    element(tag, { id }, [element('text', {}, content)]);
  return element('decisionTable', { id: `table_${name}`, ...parts.hit }, [
    ...card.characteristics.map((each) =>
      element('input', { id: `${name}_input_${each.name}`, label: `${each.label.zh} · ${each.label.en}` }, [
        element('inputExpression', { id: `${name}_expression_${each.name}`, typeRef: typeOf(each) }, [
          element('text', {}, feelOf(each.source)),
        ]),
      ]),
    ),
    ...parts.outputs.map((output) =>
      element('output', { id: `${name}_output_${output.name}`, name: output.name, typeRef: output.type }, []),
    ),
    ...parts.notes.map((note) => element('annotation', { name: note }, [])),
    ...parts.rows.map((row) =>
      element('rule', { id: row.id }, [
        ...row.cells.map((cell, at) => text('inputEntry', `${row.id}_i${at + 1}`, cell)),
        ...row.outputs.map((output, at) => text('outputEntry', `${row.id}_o${at + 1}`, output)),
        ...row.notes.map((note) => element('annotationEntry', {}, [element('text', {}, note)])),
      ]),
    ),
  ]);
}

function decision(
  head: LocalText & { readonly name: string; readonly type: 'number' | null },
  requirements: readonly Element[],
  logic: Element,
): Element {
  const { name, type, zh, en } = head;
  return element('decision', { id: `decision_${name}`, name, 'plimsoll:zh': zh, 'plimsoll:en': en }, [
    element('variable', { id: `variable_${name}`, name, ...(type === null ? {} : { typeRef: type }) }, []),
    ...requirements,
    logic,
  ]);
}

function literal(name: string, feel: string, type?: 'number'): Element {
  const attributes = { id: `literal_${name}`, ...(type === undefined ? {} : { typeRef: type }) };
  return element('literalExpression', attributes, [element('text', {}, feel)]);
}

function required(by: string, kind: 'Input' | 'Decision', id: string): Element {
  return element('informationRequirement', { id: `${by}_requires_${id}` }, [
    element(`required${kind}`, { href: `#${id}` }, []),
  ]);
}

function element(tag: string, attributes: Element['attributes'], children: Element['children']): Element {
  return { tag, attributes, children };
}

/** One element a line; an element that holds only text, or only a text child, stays on its line. */
function render(node: Element, prefix: string, depth: number): string {
  const indent = INDENT.repeat(depth);
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const open = `${indent}<${prefix}${node.tag}${attributes.join('')}`;
  const close = `</${prefix}${node.tag}>`;
  if (typeof node.children === 'string') return `${open}>${escaped(node.children)}${close}`;
  if (node.children.length === 0) return `${open}/>`;
  const only = node.children.length === 1 ? node.children[0] : undefined;
  if (only !== undefined && typeof only.children === 'string')
    return `${open}>${render(only, prefix, 0)}${close}`;
  const inner = node.children.map((child) => render(child, prefix, depth + 1));
  return [`${open}>`, ...inner, `${indent}${close}`].join('\n');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function feelText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function feelNumber(value: number): string {
  assert(Number.isFinite(value) && Math.abs(value) < 1e21, 'a number that can be written out');
  const text = String(value);
  return text.includes('e') ? value.toFixed(MAX_DECIMALS).replace(/0+$/, '') : text;
}

function typeOf(characteristic: ScoredCharacteristic): 'number' | 'string' {
  return characteristic.source.kind === 'fact' ? characteristic.source.type : 'number';
}
