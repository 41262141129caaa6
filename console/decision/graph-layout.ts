/**
 * The requirement graph of a model in layers: a decision stands below everything it needs. Inputs are many and are
 * shown as a number on the decisions that ask them, so that the shape of the reasoning stays readable. Within a layer
 * decisions are ordered by the mean place of what they need (Sugiyama et al. 1981, one sweep).
 */
import type { Model } from '@plimsoll/core/dmn';

export type GraphNode = {
  readonly name: string;
  readonly label: { readonly zh: string; readonly en: string };
  readonly inputCount: number;
  readonly x: number;
  readonly y: number;
};
export type GraphEdge = {
  readonly from: string;
  readonly to: string;
  readonly path: string;
};
export type Graph = {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly width: number;
  readonly height: number;
};

export const nodeWidth = 138;
export const nodeHeight = 46;
const columnGap = 16;
const rowGap = 30;
const margin = 8;

export function layOut(model: Model): Graph {
  const inputs = new Set(model.inputs.map(({ name }) => name));
  const decisions = [...model.knowledge, ...model.decisions];
  const known = new Set(decisions.map(({ name }) => name));
  const layers = layerOf(
    decisions.map(({ name, requires }) => ({ name, needs: requires.filter((one) => known.has(one)) })),
  );
  const places = placeAll(layers);
  const widest = Math.max(0, ...layers.map((layer) => layer.length));
  const nodes = decisions.map(({ name, label, requires }) => {
    const { x, y } = places.get(name) ?? { x: 0, y: 0 };
    return { name, label, inputCount: requires.filter((one) => inputs.has(one)).length, x, y };
  });
  const edges = decisions.flatMap(({ name, requires }) =>
    requires
      .filter((one) => known.has(one))
      .map((from) => ({ from, to: name, path: drawEdge(places.get(from), places.get(name)) })),
  );
  return {
    nodes,
    edges,
    width: margin * 2 + widest * (nodeWidth + columnGap) - columnGap,
    height: margin * 2 + layers.length * (nodeHeight + rowGap) - rowGap,
  };
}

type Needy = { readonly name: string; readonly needs: readonly string[] };
type Spot = { readonly x: number; readonly y: number };

/**
 * Decisions come after what they need, so one pass from the end gives each its distance to the last answer; each stands
 * as low as it can, just above the first that needs it, which keeps arrows short.
 */
function layerOf(decisions: readonly Needy[]): readonly (readonly Needy[])[] {
  const heights = new Map<string, number>();
  for (const { name, needs } of decisions.toReversed()) {
    const height = heights.get(name) ?? 0;
    heights.set(name, height);
    for (const need of needs) heights.set(need, Math.max(heights.get(need) ?? 0, height + 1));
  }
  const highest = Math.max(0, ...heights.values());
  const layers: Needy[][] = Array.from({ length: decisions.length === 0 ? 0 : highest + 1 }, () => []);
  for (const decision of decisions) layers[highest - (heights.get(decision.name) ?? 0)]?.push(decision);
  return layers;
}

function placeAll(layers: readonly (readonly Needy[])[]): ReadonlyMap<string, Spot> {
  const places = new Map<string, Spot>();
  const widest = Math.max(0, ...layers.map((layer) => layer.length));
  for (const [row, layer] of layers.entries()) {
    const wish = (decision: Needy) => {
      const above = decision.needs.flatMap((name) => places.get(name)?.x ?? []);
      return above.length === 0 ? 0 : above.reduce((sum, x) => sum + x, 0) / above.length;
    };
    const ordered = layer.toSorted((a, b) => wish(a) - wish(b));
    const indent = ((widest - ordered.length) * (nodeWidth + columnGap)) / 2;
    for (const [column, { name }] of ordered.entries())
      places.set(name, {
        x: margin + indent + column * (nodeWidth + columnGap),
        y: margin + row * (nodeHeight + rowGap),
      });
  }
  return places;
}

function drawEdge(from: Spot | undefined, to: Spot | undefined): string {
  if (from === undefined || to === undefined) return '';
  const [x1, y1] = [from.x + nodeWidth / 2, from.y + nodeHeight];
  const [x2, y2] = [to.x + nodeWidth / 2, to.y];
  const bend = (y2 - y1) / 2;
  return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
}
