/**
 * Reads a model and the models that it imports (OMG DMN 1.5, 6.3.3), each once, found by its namespace. Every model
 * keeps its own names; `path` is the prefix under which its elements are known in the model that was asked for.
 */
import { MAX_MODELS } from './limits.ts';
import { readElements } from './moddle.ts';
import { createProblem, type Problem } from './problem.ts';
import { readSource } from './read-source.ts';
import { findOversize } from './size.ts';
import { findOrder } from './requirement.ts';
import type { SourceImport, SourceModel } from './source.ts';
import { findNamespace, passGate } from './xml.ts';

export type LinkedModel = {
  readonly source: SourceModel;
  /** Empty for the model that was asked for, and for what is imported into it without a name. */
  readonly path: string;
  /** Import names to places in the list of models. Several may be empty. */
  readonly imports: readonly { readonly name: string; readonly model: number }[];
};

export type ReadModels = {
  /** The model that was asked for is the first. */
  readonly models: readonly LinkedModel[];
  /** Places in `models`, each after what it imports. */
  readonly order: readonly number[];
  readonly problems: readonly Problem[];
};

type Reading = {
  readonly models: { source: SourceModel; path: string; imports: { name: string; model: number }[] }[];
  readonly problems: Problem[];
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** Places by namespace. */
  readonly places: Map<string, number>;
};

/** Reads `xml` and, of `texts`, what it imports. `models` is empty when `xml` itself can't be read. */
export async function readModels(xml: string, texts: readonly string[]): Promise<ReadModels> {
  const main = await readModel(xml);
  if (main.source === null) return { models: [], order: [], problems: main.problems };
  const byNamespace = Map.groupBy(texts, (text) => findNamespace(text) ?? '');
  const reading: Reading = {
    models: [{ source: main.source, path: '', imports: [] }],
    problems: [...main.problems],
    texts: byNamespace,
    places: new Map([[main.source.namespace, 0]]),
  };
  // Grows while it is walked: breadth first, so that a path is as short as can be.
  for (let place = 0; place < reading.models.length; place += 1) await readImports(place, reading);
  const { models, problems } = reading;
  const { order, cycles } = findOrder(models.map(({ imports }) => imports.map(({ model }) => model)));
  for (const cycle of cycles) {
    const path = [...cycle, cycle[0] ?? 0].map((place) => models[place]?.source.name ?? '').join(' → ');
    problems.push(
      createProblem('DMN_IMPORT_CYCLE', { element: models[cycle[0] ?? 0]?.source.name ?? null }, { path }),
    );
  }
  return { models, order, problems };
}

async function readImports(place: number, reading: Reading): Promise<void> {
  const { models, places } = reading;
  const importer = models[place] as Reading['models'][number];
  const names = new Set<string>();
  for (const wanted of importer.source.imports) {
    if (wanted.name !== '' && names.has(wanted.name))
      report('DMN_DUPLICATE_NAME', wanted, { importer, reading });
    names.add(wanted.name);
    const known = places.get(wanted.namespace) ?? (await readImport(wanted, importer, reading));
    if (known !== null) importer.imports.push({ name: wanted.name, model: known });
  }
}

/** Reads one import for the first time and gives its place; null with a problem when it can't be had. */
async function readImport(
  wanted: SourceImport,
  importer: Reading['models'][number],
  reading: Reading,
): Promise<number | null> {
  const { models, places, texts, problems } = reading;
  if (wanted.language !== null && !/\/DMN\//.test(wanted.language))
    return report('DMN_IMPORT_LANGUAGE', wanted, { importer, reading });
  const [text, second] = texts.get(wanted.namespace) ?? [];
  if (text === undefined) return report('DMN_IMPORT', wanted, { importer, reading });
  if (second !== undefined) return report('DMN_IMPORT_TWICE', wanted, { importer, reading });
  if (models.length >= MAX_MODELS) {
    problems.push(
      createProblem('DMN_TOO_MANY', { element: wanted.name }, { what: 'models', most: MAX_MODELS }),
    );
    return null;
  }
  const read = await readModel(text);
  const path = [importer.path, wanted.name].filter((part) => part !== '').join('.');
  problems.push(
    ...read.problems.map((problem) => ({ ...problem, place: { ...problem.place, element: path } })),
  );
  if (read.source === null) return null;
  places.set(wanted.namespace, models.length);
  models.push({ source: read.source, path, imports: [] });
  return models.length - 1;
}

function report(
  code: string,
  { name, namespace, language }: SourceImport,
  { importer, reading }: { readonly importer: Reading['models'][number]; readonly reading: Reading },
): null {
  const facts = { name: name === '' ? namespace : name, namespace, language: language ?? '' };
  reading.problems.push(
    createProblem(code, { element: importer.path === '' ? null : importer.path, column: facts.name }, facts),
  );
  return null;
}

type ReadOne = { readonly source: SourceModel | null; readonly problems: readonly Problem[] };

async function readModel(xml: string): Promise<ReadOne> {
  const gate = passGate(xml);
  if (!gate.ok) {
    const facts = 'message' in gate ? { message: gate.message } : {};
    return { source: null, problems: [createProblem(gate.code, {}, facts)] };
  }
  try {
    const { root, warnings } = await readElements(gate.xml);
    const source = readSource(root);
    const oversize = findOversize(source);
    if (oversize.length > 0) return { source: null, problems: oversize };
    return { source, problems: warnings.filter(isMeaning).map(unreadProblem) };
  } catch (error) {
    const message = error instanceof Error ? firstLine(error.message) : 'unreadable';
    return { source: null, problems: [createProblem('DMN_XML', {}, { message })] };
  }
}

/** What the reader passes over is a problem, layout apart: a rule that nobody read must not be lost in silence. */
function isMeaning(warning: string): boolean {
  return !/<(?:\w+:)?DMNDI>/.test(firstLine(warning));
}

function unreadProblem(warning: string): Problem {
  return createProblem('DMN_UNREAD', {}, { message: firstLine(warning) });
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
