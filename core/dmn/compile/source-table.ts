/** Tables as JavaScript: a function each. */
import { assert } from '@plimsoll/core/base';
import type { TableIr } from './ir.ts';
import { giveUp } from './give-up.ts';
import { leafOfValue, type Segments } from './segment.ts';
import { literal, pooled, temp, write, type Writer, writeFunction, writeInput } from './source.ts';
import { resultOf } from './lower-table.ts';
import { indexTable, lookUp } from './table-index.ts';
import { findAll, findFirst, findOnly, mapTable } from './table-map.ts';

/** `function T3(f) {…}`, and what it needs beside it. */
export function writeTable(table: TableIr, index: number, writer: Writer): string {
  if (table.form.kind === 'indexed') return writeIndexed(table, index, writer);
  if (table.form.kind === 'mapped')
    return writeFunction(`T${index}(f)`, writer, () => writeMapped(table, writer));
  return writeFunction(`T${index}(f)`, writer, () => {
    if (writer.isRecording) return writeNoted(table, writer);
    switch (table.form.kind) {
      case 'segments':
        return writeSegments(table, table.form, writer);
      case 'points':
        return writePoints(table, table.form, writer);
      default:
        return writeChain(table, writer);
    }
  });
}

type Segmented = { readonly column: number; readonly segments: Segments };

/** The number of the leaf of a column's value. Leaf −1, a value of another kind, gives up. */
function writeLeaf({ column, segments }: Segmented, table: TableIr, writer: Writer): string {
  const name = columnName(table, column, writer);
  const id = table.columns[column]?.temp ?? -1;
  const value = write({ op: 'temp', temp: id }, writer);
  const rare = `${pooled(leafOrGiveUp, writer)}(${pooled(segments, writer)}, ${value})`;
  if (
    segments.kind === 'number' &&
    writer.bare.get(id) === 'number' &&
    segments.cuts.length <= MAX_WRITTEN_CUTS
  )
    return `(${name} === ${name} ? ${writeCuts(segments, name, writer)} : ${segments.missingLeaf})`;
  if (segments.kind === 'number' && segments.cuts.length <= MAX_WRITTEN_CUTS)
    return `(typeof ${name} === "number" ? ${writeCuts(segments, name, writer)} : ${rare})`;
  if (segments.kind !== 'string' || segments.names.length > MAX_WRITTEN_CUTS) return rare;
  const other = String(segments.leafOf[segments.names.length]);
  const texts = segments.names.map(
    (text, segment) => `${name} === ${literal(text, writer)} ? ${segments.leafOf[segment]} : `,
  );
  return `(typeof ${name} === "string" ? ${texts.join('')}${other} : ${rare})`;
}

const MAX_WRITTEN_CUTS = 64;

function leafOrGiveUp(segments: Segments, value: Parameters<typeof leafOfValue>[1]): number {
  const leaf = leafOfValue(segments, value);
  return leaf < 0 ? giveUp() : leaf;
}

/** Nested comparisons, halving what is left; segments with the same leaf are one. */
function writeCuts(segments: Segments, name: string, writer: Writer): string {
  const { cuts, leafOf } = segments;
  const halve = (low: number, high: number): string => {
    const first = leafOf[low] as number;
    let isSame = true;
    for (let segment = low; segment <= high; segment += 1) isSame &&= leafOf[segment] === first;
    if (isSame) return String(first);
    // The boundary nearest the middle at which the leaf changes.
    const middle = boundaryNear(leafOf, low, high);
    const isPoint = middle % 2 === 1;
    const cut = literal(cuts[isPoint ? (middle - 1) / 2 : middle / 2 - 1], writer);
    return `(${name} ${isPoint ? '<' : '<='} ${cut} ? ${halve(low, middle - 1)} : ${halve(middle, high)})`;
  };
  return halve(0, leafOf.length - 1);
}

/** The segment at which another leaf begins, closest to the middle of the span. */
function boundaryNear(leafOf: Int32Array, low: number, high: number): number {
  const middle = (low + high + 1) >> 1;
  let best = -1;
  for (let segment = low + 1; segment <= high; segment += 1) {
    const begins = leafOf[segment] !== leafOf[segment - 1];
    if (begins && (best < 0 || Math.abs(segment - middle) < Math.abs(best - middle))) best = segment;
  }
  return best;
}

function columnName(table: TableIr, column: number, writer: Writer): string {
  return temp(table.columns[column]?.temp ?? -1, writer);
}

function setColumn(table: TableIr, column: number, writer: Writer): string {
  const input = table.columns[column]?.input ?? null;
  const bare = input === null ? null : writer.bareInput(input);
  if (bare !== null) {
    writer.bare.set(table.columns[column]?.temp ?? -1, bare.kind);
    return `${columnName(table, column, writer)} = ${bare.text};`;
  }
  return `${columnName(table, column, writer)} = ${columnValue(table, column, writer)};`;
}

/** An input as it is is read here, and not noted as used: the trace tells that from the rules. */
function columnValue(table: TableIr, column: number, writer: Writer): string {
  const ir = table.columns[column];
  assert(ir !== undefined, 'cells are in columns of their table');
  return ir.input === null ? write(ir.value, writer) : writeInput(ir.input, writer);
}

function writeSegments(table: TableIr, form: Segmented, writer: Writer): string {
  const cases = form.segments.leaves.map((rules, leaf) => {
    const body = writeHits(table, rules, writer);
    return `case ${leaf}: ${body}`;
  });
  return [
    setColumn(table, form.column, writer),
    `switch (${writeLeaf(form, table, writer)}) {`,
    ...cases,
    '}',
  ].join('\n');
}

/** What a known set of hits leads to. */
function writeHits(table: TableIr, rules: readonly number[], writer: Writer): string {
  const [first] = rules;
  if (first === undefined) return `return ${write(table.fallback, writer)};`;
  const result = table.rules[first]?.result ?? table.fallback;
  const { hitPolicy } = table.node;
  if (hitPolicy === 'FIRST' || (rules.length === 1 && hitPolicy !== 'COLLECT' && !isList(table)))
    return `return ${write(result, writer)};`;
  if (counts(table)) return `return ${rules.length};`;
  const hits = rules.map((rule) => writeHit(table, rule, writer));
  return `return ${finish(table, `[${hits.join(', ')}]`, writer)};`;
}

/** Only the number of hits matters: outputs that have to be computed can still fault. */
function counts({ node, rules }: TableIr): boolean {
  return node.aggregation === 'COUNT' && rules.every(({ hit }) => hit !== null);
}

function isList(table: TableIr): boolean {
  return table.node.hitPolicy === 'RULE ORDER' || table.node.hitPolicy === 'OUTPUT ORDER';
}

/** A hit as the hit policy takes it: made beforehand where the outputs are constants. */
function writeHit(table: TableIr, index: number, writer: Writer): string {
  const ir = table.rules[index];
  const rule = table.node.rules[index];
  assert(ir !== undefined && rule !== undefined, 'hits are rules of their table');
  if (ir.hit !== null) return pooled(ir.hit, writer);
  return `{rule: ${pooled(rule, writer)}, outputs: [${ir.outputs.map((each) => write(each, writer)).join(', ')}]}`;
}

function finish(table: TableIr, hits: string, writer: Writer): string {
  return `m.applyHits(${pooled(table.node, writer)}, ${hits})`;
}

function writePoints(
  table: TableIr,
  form: Extract<TableIr['form'], { readonly kind: 'points' }>,
  writer: Writer,
): string {
  const sumOf = (rules: readonly number[]): number =>
    rules.reduce((sum, rule) => sum + (form.points[rule] ?? 0), 0);
  const hitsOf = (rules: readonly number[]): string =>
    pooled(
      rules.map((rule) => table.rules[rule]?.hit),
      writer,
    );
  const lines = [`let s = ${sumOf(form.always)}, n = ${form.always.length};`];
  if (writer.isRecording) lines.push(`let ${form.groups.map((_, place) => `a${place}`).join(', ')};`);
  for (const [place, group] of form.groups.entries()) {
    lines.push(setColumn(table, group.column, writer), `switch (${writeLeaf(group, table, writer)}) {`);
    for (const [leaf, rules] of group.segments.leaves.entries()) {
      const adds = rules.length === 0 ? '' : `s += ${sumOf(rules)}; n += ${rules.length}; `;
      const notes = writer.isRecording ? `a${place} = ${hitsOf(rules)}; ` : '';
      lines.push(`case ${leaf}: ${adds}${notes}break;`);
    }
    lines.push('}');
  }
  if (writer.isRecording) {
    const groups = [hitsOf(form.always), ...form.groups.map((_, place) => `a${place}`)];
    lines.push(writeNote(table, `[${groups.join(', ')}]`, writer));
  }
  const total = form.scale === 0 ? 's' : `s / ${10 ** form.scale}`;
  lines.push(`return n === 0 ? ${write(table.fallback, writer)} : ${total};`);
  return lines.join('\n');
}

/** Rule by rule. A column is computed before the first rule that surely asks for it, else when a cell asks. */
function writeChain(table: TableIr, writer: Writer): string {
  const lines: string[] = [];
  const { hitPolicy, aggregation, outputs } = table.node;
  const collects = hitPolicy === 'COLLECT' && aggregation === null && outputs.length === 1;
  const isFirst = table.stopsAtHit;
  const isSingle = hitPolicy === 'UNIQUE' && !isFirst;
  if (isSingle) lines.push('let h = -1;');
  else if (!isFirst) lines.push(counts(table) ? 'let n = 0;' : 'const h = [];');
  const conditions = writeConditions(table, writer);
  for (const [index, { before, condition }] of conditions.entries()) {
    lines.push(...before);
    const result = write(table.rules[index]?.result ?? table.fallback, writer);
    if (isFirst) {
      lines.push(condition === '' ? `return ${result};` : `if (${condition}) return ${result};`);
      if (condition === '') return lines.join('\n');
      continue;
    }
    const hit = isSingle
      ? `{ if (h >= 0) ${pooled(giveUp, writer)}(); h = ${index}; }`
      : counts(table)
        ? 'n += 1;'
        : `h.push(${collects ? result : writeHit(table, index, writer)});`;
    lines.push(condition === '' ? hit : `if (${condition}) ${hit}`);
  }
  lines.push(writeEnd(table, { isSingle, collects }, writer));
  return lines.join('\n');
}

function writeEnd(
  table: TableIr,
  { isSingle, collects }: { readonly isSingle: boolean; readonly collects: boolean },
  writer: Writer,
): string {
  const fallback = write(table.fallback, writer);
  if (table.stopsAtHit) return `return ${fallback};`;
  if (isSingle) {
    const cases = table.rules.map(({ result }, index) => `case ${index}: return ${write(result, writer)};`);
    return `switch (h) {\n${cases.join('\n')}\ndefault: return ${fallback};\n}`;
  }
  if (counts(table)) return `return n === 0 ? ${fallback} : n;`;
  return `return h.length === 0 ? ${fallback} : ${collects ? 'h' : finish(table, 'h', writer)};`;
}

type Written = { readonly before: readonly string[]; readonly condition: string };

function writeConditions(table: TableIr, writer: Writer): readonly Written[] {
  const known = new Set<number>();
  const asked = new Set<number>();
  return table.rules.map(({ cells }) => {
    const before: string[] = [];
    const parts: string[] = [];
    for (const [place, { column, holds }] of cells.entries()) {
      const name = columnName(table, column, writer);
      const isPlain = table.columns[column]?.input !== null;
      if (!known.has(column) && isPlain) {
        known.add(column);
        before.push(setColumn(table, column, writer));
      } else if (!known.has(column) && place === 0) {
        // Whoever comes to this rule asks for its first column.
        known.add(column);
        const guard = asked.has(column) ? `if (${name} === undefined) ` : '';
        before.push(guard + setColumn(table, column, writer));
      } else if (!known.has(column)) {
        asked.add(column);
        parts.push(`(${name} !== undefined || (${name} = ${columnValue(table, column, writer)}, true))`);
      }
      parts.push(write(holds, writer));
    }
    return { before, condition: parts.join(' && ') };
  });
}

/** The same with the hits noted, for a trace. */
function writeNoted(table: TableIr, writer: Writer): string {
  switch (table.form.kind) {
    case 'segments':
      return writeNotedSegments(table, table.form, writer);
    case 'points':
      return writePoints(table, table.form, writer);
    default:
      return table.stopsAtHit ? writeNotedFirst(table, writer) : writeNotedChain(table, writer);
  }
}

/** Notes hits and gives the result. Hits of constants are one array, made beforehand. */
function writeResult(table: TableIr, rules: readonly number[], writer: Writer): string {
  const hits = rules.map((rule) => table.rules[rule]?.hit ?? null);
  const isKnown = !hits.includes(null);
  const list = isKnown
    ? pooled(hits, writer)
    : `[${rules.map((rule) => writeHit(table, rule, writer)).join(', ')}]`;
  const groups = isKnown ? pooled([hits], writer) : '[h]';
  const result = isKnown ? writeHits(table, rules, writer) : `return ${finish(table, 'h', writer)};`;
  const made = isKnown ? '' : `const h = ${list}; `;
  return `{ ${made}${writeNote(table, groups, writer)} ${rules.length === 0 ? writeHits(table, [], writer) : result} }`;
}

function writeNotedSegments(table: TableIr, form: Segmented, writer: Writer): string {
  const cases = form.segments.leaves.map((rules, leaf) => {
    const hits = table.stopsAtHit ? rules.slice(0, 1) : rules;
    return `case ${leaf}: ${writeResult(table, hits, writer)}`;
  });
  const chosen = `switch (${writeLeaf(form, table, writer)}) {`;
  return [setColumn(table, form.column, writer), chosen, ...cases, '}'].join('\n');
}

function writeNotedFirst(table: TableIr, writer: Writer): string {
  const lines: string[] = [];
  for (const [index, { before, condition }] of writeConditions(table, writer).entries()) {
    const result = writeResult(table, [index], writer);
    lines.push(...before, condition === '' ? result : `if (${condition}) ${result}`);
    if (condition === '') return lines.join('\n');
  }
  lines.push(writeResult(table, [], writer));
  return lines.join('\n');
}

function writeNotedChain(table: TableIr, writer: Writer): string {
  const lines = ['const h = [];'];
  for (const [index, { before, condition }] of writeConditions(table, writer).entries()) {
    const hit = `h.push(${writeHit(table, index, writer)});`;
    lines.push(...before, condition === '' ? hit : `if (${condition}) ${hit}`);
  }
  const fallback = write(table.fallback, writer);
  lines.push(`const y = h.length === 0 ? ${fallback} : ${finish(table, 'h', writer)};`);
  lines.push(writeNote(table, '[h]', writer), 'return y;');
  return lines.join('\n');
}

/** Columns that are inputs as they are can be read again when the trace is told. */
function writeNote(table: TableIr, groups: string, writer: Writer): string {
  const { kind } = table.form;
  const isKept = table.columns.some(({ input }) => input === null);
  const values = table.columns.map(({ input }, column) =>
    input !== null
      ? 'undefined'
      : kind === 'mapped' || kind === 'indexed'
        ? `x[${column}]`
        : columnName(table, column, writer),
  );
  const inputs = isKept ? `[${values.join(', ')}]` : pooled(NO_VALUES, writer);
  const shape = pooled(table.shape, writer);
  return `m.noteTable({kind: "table", decision: m.open, shape: ${shape}, groups: ${groups}, inputs: ${inputs}, frame: f});`;
}

const NO_VALUES: readonly undefined[] = [];

/** A long table whose columns are read beforehand: those that no rule tests are left alone. */
function writeMapped(table: TableIr, writer: Writer): string {
  const map = pooled(mapTable(table.node), writer);
  const tested = new Set(table.node.rules.flatMap(({ columns }) => columns));
  const values = table.columns.map((_, column) =>
    tested.has(column) ? columnValue(table, column, writer) : 'undefined',
  );
  const { hitPolicy } = table.node;
  const lines = [`const x = [${values.join(', ')}];`];
  if (hitPolicy === 'FIRST' || hitPolicy === 'UNIQUE') {
    const finder = pooled(hitPolicy === 'FIRST' ? findFirst : findOnly, writer);
    lines.push(`const r = ${finder}(${map}, x);`, 'const h = r < 0 ? [] : [r];');
    const results = table.rules.map(({ hit }) => (hit === null ? null : resultOf(table.node, hit.outputs)));
    if (!writer.isRecording && !results.includes(null)) {
      lines[2] = `return r < 0 ? ${write(table.fallback, writer)} : ${pooled(results, writer)}[r];`;
      return lines.join('\n');
    }
  } else lines.push(`const h = ${pooled(findAll, writer)}(${map}, x);`);
  lines.push(...writeFound(table, 'h', writer));
  return lines.join('\n');
}

/** From the numbers of the rules that were found to the result. */
function writeFound(table: TableIr, found: string, writer: Writer): readonly string[] {
  const node = pooled(table.node, writer);
  const lines = [`const q = ${found}.map((each) => m.hitOf(${node}, each, f));`];
  lines.push(`const y = q.length === 0 ? ${write(table.fallback, writer)} : ${finish(table, 'q', writer)};`);
  if (writer.isRecording) lines.push(writeNote(table, '[q]', writer));
  return [...lines, 'return y;'];
}

/** A long table: columns by number, asked for by the index. */
function writeIndexed(table: TableIr, index: number, writer: Writer): string {
  const ask = writeFunction(`A${index}(c, f)`, writer, () => {
    const cases = table.columns.map(
      (_, column) => `case ${column}: return ${columnValue(table, column, writer)};`,
    );
    return `switch (c) {\n${cases.join('\n')}\n}`;
  });
  const lookup = writeFunction(`T${index}(f)`, writer, () => {
    const rows = pooled(indexTable(table.node), writer);
    const values = writer.isRecording ? `[${table.columns.map(() => 'undefined').join(', ')}]` : 'null';
    const lines = [
      `const x = ${values};`,
      `const r = ${pooled(lookUp, writer)}(${rows}, {ask: A${index}, frame: f, values: x});`,
    ];
    return [...lines, ...writeFound(table, 'r', writer)].join('\n');
  });
  return ask + lookup;
}
