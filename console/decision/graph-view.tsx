/** The requirement graph as a picture whose decisions are links to their tables. */
import type { Model } from '@plimsoll/core/dmn';
import { useMemo } from 'react';
import { useLanguage } from '../words/index.ts';
import { layOut, nodeHeight, nodeWidth } from './graph-layout.ts';

const maxLetters = { zh: 10, en: 17 } as const;
const maxCodeLetters = 19;

export function GraphView({
  model,
  anchorOf,
}: {
  readonly model: Model;
  readonly anchorOf: (name: string) => string;
}) {
  const { code, words } = useLanguage();
  const graph = useMemo(() => layOut(model), [model]);
  const shorten = (text: string, letters: number = maxLetters[code]) =>
    text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
  return (
    <div className="graph-scroll" tabIndex={0} role="group" aria-label={words.policies.graphLabel}>
      <svg
        className="graph"
        width={graph.width}
        height={graph.height}
        viewBox={`0 0 ${graph.width} ${graph.height}`}
        aria-label={words.policies.graphLabel}
      >
        <defs>
          <marker
            id="graph-arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0.5 7.5 4 0 7.5z" className="graph-arrow" />
          </marker>
        </defs>
        {graph.edges.map(({ from, to, path }) => (
          <path key={`${from} ${to}`} d={path} className="graph-edge" markerEnd="url(#graph-arrow)" />
        ))}
        {graph.nodes.map(({ name, label, inputCount, x, y }) => (
          <a key={name} href={`#${anchorOf(name)}`} className="graph-node">
            <title>{`${label[code]} (${name})`}</title>
            <rect x={x} y={y} width={nodeWidth} height={nodeHeight} rx={6} />
            <text x={x + nodeWidth / 2} y={y + 19} textAnchor="middle">
              {shorten(label[code] === '' ? name : label[code])}
            </text>
            <text x={x + nodeWidth / 2} y={y + 36} textAnchor="middle" className="graph-small">
              {inputCount === 0 ? shorten(name, maxCodeLetters) : `${words.policies.inputs} ${inputCount}`}
            </text>
          </a>
        ))}
      </svg>
    </div>
  );
}
