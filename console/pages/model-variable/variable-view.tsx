/**
 * The bins of one variable, edited by hand. Every figure is counted again in this browser from the bench (goods and
 * bads of a few hundred cells), never guessed; a step can be taken back; nothing is kept before it is saved.
 */
import { Button } from 'antd';
import { useState } from 'react';
import type { VariableBinning } from '@plimsoll/api/model';
import { type Binning, type BinningEdit, editBinning } from '@plimsoll/core/binning';
import {
  type EditHistory,
  type HandCut,
  keepBins,
  type KeptPlace,
  redo,
  startHistory,
  takeStep,
  undo,
  useKeptBins,
} from '../../model/index.ts';
import { Icon, Said, Section, useKeyPress } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { binningOf, cutOf, isSameCut } from './bin-cut.ts';
import { BinCharts } from './bin-charts.tsx';
import { BinFigures } from './bin-figures.tsx';
import { BinTable } from './bin-table.tsx';

export type VariableViewProps = { readonly place: KeptPlace; readonly binned: VariableBinning };

export function VariableView({ place, binned }: VariableViewProps) {
  const { bench, settings } = binned;
  const kept = useKeptBins(place)[binned.variable] ?? null;
  const [optimum] = useState(() => binningOf(bench, settings, cutOfReply(binned)));
  const [history, setHistory] = useState<EditHistory<Binning> | null>(() => {
    const first = (kept === null ? null : binningOf(bench, settings, kept)) ?? optimum;
    return first === null ? null : startHistory(first);
  });
  if (history === null || optimum === null) return <Unbinned />;
  return <Editor {...{ place, binned, optimum, kept, history, setHistory }} />;
}

function Unbinned() {
  const { words } = useLanguage();
  return <Said verdict="open">{words.models.variables.emptyHow}</Said>;
}

type EditorProps = VariableViewProps & {
  readonly optimum: Binning;
  readonly kept: HandCut | null;
  readonly history: EditHistory<Binning>;
  readonly setHistory: (history: EditHistory<Binning>) => void;
};

function Editor({ place, binned, optimum, kept, history, setHistory }: EditorProps) {
  const { words } = useLanguage();
  const [isRefused, setRefused] = useState(false);
  const { bench, settings } = binned;
  const { editor } = words.models;
  const binning = history.now;
  const go = (next: EditHistory<Binning>) => {
    setRefused(false);
    setHistory(next);
  };
  const edit = (step: BinningEdit) => {
    const edited = editBinning(bench, binning, step);
    if (edited.ok) go(takeStep(history, edited.value));
    else setRefused(true);
  };
  const reset = () => go(takeStep(history, optimum));
  useKeyPress((event) => {
    if (event.key === 'z') go(undo(history));
    if (event.key === 'y') go(redo(history));
    if (event.key === 'r') reset();
  });
  const isOptimal = isSameCut(cutOf(binning), cutOf(optimum));
  const isSaved = isSameCut(cutOf(binning), kept ?? cutOf(optimum));
  return (
    <div className="stack">
      <BinFigures binning={binning} optimum={optimum} settings={settings} />
      <BinCharts binning={binning} />
      <Section
        title={editor.title}
        hint={editor.hint}
        actions={
          <>
            <Button
              size="small"
              icon={<Icon name="undo" size={14} />}
              disabled={history.before.length === 0}
              onClick={() => go(undo(history))}
            >
              {editor.undo}
            </Button>
            <Button size="small" disabled={history.after.length === 0} onClick={() => go(redo(history))}>
              {editor.redo}
            </Button>
            <Button size="small" disabled={isOptimal} onClick={reset}>
              {editor.reset}
            </Button>
            <Button
              size="small"
              type="primary"
              disabled={isSaved}
              onClick={() => keepBins(place, binned.variable, isOptimal ? null : cutOf(binning))}
            >
              {editor.save}
            </Button>
          </>
        }
      >
        <p className="hint" role="status" data-saved={isSaved}>
          {isSaved ? (kept === null ? editor.computed : editor.kept) : editor.unsaved} · {editor.keys}
        </p>
        {isRefused ? <Said verdict="bad">{editor.wrongEdge}</Said> : null}
        <BinTable bench={bench} binning={binning} onEdit={edit} />
      </Section>
    </div>
  );
}

/** The cut that the server computed: its edges are cell starts of the bench, so nothing moves. */
function cutOfReply({ kind, bins }: VariableBinning): HandCut {
  return kind === 'numeric'
    ? { cuts: bins.flatMap(({ from }) => (from === null ? [] : [from])) }
    : { groups: bins.flatMap((bin) => (bin.kind === 'levels' ? [bin.levels] : [])) };
}
