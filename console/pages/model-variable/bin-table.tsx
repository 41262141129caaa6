/** The bins as rows with what can be done to each: merge with the next, split, move an edge, move a level. */
import { Button, InputNumber, Popover, Select } from 'antd';
import { useState } from 'react';
import type { Bin, Binning, BinningBench, BinningEdit } from '@plimsoll/core/binning';
import { labelOfBin } from '../../model/index.ts';
import { PlainTable } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { middleOf } from './bin-cut.ts';

const woeDigits = 3;
const ivDigits = 4;

export type BinTableProps = {
  readonly bench: BinningBench;
  readonly binning: Binning;
  readonly onEdit: (edit: BinningEdit) => void;
};

type Row = { readonly bin: Bin; readonly at: number; readonly label: string };

export function BinTable({ bench, binning, onEdit }: BinTableProps) {
  const language = useLanguage();
  const { words, formats } = language;
  const { editor } = words.models;
  const rows = binning.bins.map((bin, at) => ({ bin, at, label: labelOfBin(bin, language) }));
  const all = binning.bins.reduce((sum, { goods, bads }) => sum + goods + bads, 0);
  const figures = [
    { key: 'goods', title: words.models.goods, cell: ({ bin }: Row) => formats.count(bin.goods) },
    { key: 'bads', title: words.models.bads, cell: ({ bin }: Row) => formats.count(bin.bads) },
    {
      key: 'share',
      title: words.models.share,
      cell: ({ bin }: Row) => formats.percent((bin.goods + bin.bads) / Math.max(1, all)),
    },
    {
      key: 'rate',
      title: words.models.badRate,
      cell: ({ bin }: Row) =>
        bin.goods + bin.bads === 0 ? '–' : formats.percent(bin.bads / (bin.goods + bin.bads), 2),
    },
    {
      key: 'woe',
      title: <span title={words.models.woe}>{words.models.woeShort}</span>,
      cell: ({ bin }: Row) => (
        <span
          className={bin.measured ? undefined : 'faint'}
          title={bin.measured ? undefined : editor.borrowed}
        >
          {formats.fixed(bin.woe, woeDigits)}
          {bin.measured ? '' : ' *'}
        </span>
      ),
    },
    {
      key: 'iv',
      title: words.models.iv,
      cell: ({ bin }: Row) => formats.fixed(bin.iv, ivDigits),
    },
  ].map((column) => ({ ...column, numeric: true }));
  return (
    <>
      <PlainTable<Row>
        label={editor.title}
        rows={rows}
        rowKey={({ at }) => at}
        columns={[
          {
            key: 'bin',
            title: words.models.bin,
            cell: (row) => <BinName row={row} binning={binning} onEdit={onEdit} />,
          },
          ...figures,
          {
            key: 'actions',
            title: editor.actions,
            cell: (row) => <BinActions row={row} bench={bench} binning={binning} onEdit={onEdit} />,
          },
        ]}
      />
      {binning.bins.some(({ measured }) => !measured) ? <p className="hint">* {editor.borrowed}</p> : null}
    </>
  );
}

type BinNameProps = Omit<BinTableProps, 'bench'> & { readonly row: Row };

/** The name of a bin; the lower edge of an interval can be typed, the levels of a group moved. */
function BinName({ row: { bin, at, label }, binning, onEdit }: BinNameProps) {
  const { words } = useLanguage();
  const { editor } = words.models;
  const { cell } = bin;
  if (cell.kind === 'levels')
    return (
      <div className="levels">
        {cell.levels.map((level) => (
          <LevelMove key={level} level={level} home={at} binning={binning} onEdit={onEdit} />
        ))}
      </div>
    );
  if (cell.kind !== 'range' || cell.from === null) return <span className="nowrap">{label}</span>;
  return (
    <span className="bin-edge">
      <EdgeField
        key={cell.from}
        value={cell.from}
        label={editor.edgeOf(label)}
        onMove={(to) => onEdit({ kind: 'move_edge', edge: at - 1, to })}
      />
      <span className="faint nowrap">{label}</span>
    </span>
  );
}

type EdgeFieldProps = {
  readonly value: number;
  readonly label: string;
  readonly onMove: (to: number) => void;
};

/** Moves when the person leaves the field or presses Enter, not at every digit. */
function EdgeField({ value, label, onMove }: EdgeFieldProps) {
  const [typed, setTyped] = useState<number | null>(value);
  const move = () => {
    if (typed !== null && typed !== value) onMove(typed);
    setTyped(value);
  };
  return (
    <InputNumber
      size="small"
      aria-label={label}
      controls={false}
      value={typed}
      onChange={setTyped}
      onBlur={move}
      onPressEnter={move}
    />
  );
}

type LevelMoveProps = Omit<BinTableProps, 'bench'> & { readonly level: string; readonly home: number };
const ownGroup = -1;

function LevelMove({ level, home, binning, onEdit }: LevelMoveProps) {
  const { words } = useLanguage();
  const { editor } = words.models;
  const groups = binning.bins.flatMap(({ cell }, at) => (cell.kind === 'levels' && at !== home ? [at] : []));
  const { cell } = binning.bins[home] ?? {};
  const isAlone = cell?.kind === 'levels' && cell.levels.length === 1;
  return (
    <Popover
      trigger="click"
      content={
        <label className="field">
          <span>{editor.moveTo}</span>
          <Select<number>
            aria-label={editor.moveLevel(level)}
            className="level-choice"
            value={null}
            options={[
              ...groups.map((at) => ({ value: at, label: groupName(binning, at) })),
              ...(isAlone ? [] : [{ value: ownGroup, label: editor.newGroup }]),
            ]}
            onChange={(to: number) =>
              onEdit(
                to === ownGroup
                  ? { kind: 'split_levels', levels: [level] }
                  : { kind: 'move_level', level, to },
              )
            }
          />
        </label>
      }
    >
      <button type="button" className="level" title={editor.moveLevel(level)}>
        {level}
      </button>
    </Popover>
  );
}

function groupName(binning: Binning, at: number): string {
  const { cell } = binning.bins[at] ?? {};
  return cell?.kind === 'levels' ? cell.levels.join(', ') : '';
}

type BinActionsProps = BinTableProps & { readonly row: Row };

function BinActions({ row: { bin, at, label }, bench, binning, onEdit }: BinActionsProps) {
  const { words } = useLanguage();
  const { editor } = words.models;
  const next = binning.bins[at + 1];
  const isCut = bin.cell.kind === 'range' || bin.cell.kind === 'levels';
  const canMerge = isCut && next?.cell.kind === bin.cell.kind;
  const middle = middleOf(bench, bin);
  return (
    <span className="bin-actions">
      {canMerge ? (
        <Button
          size="small"
          aria-label={editor.mergeOf(label)}
          onClick={() => onEdit({ kind: 'merge', bin: at, with: at + 1 })}
        >
          {editor.merge}
        </Button>
      ) : null}
      {middle === null ? null : <SplitButton label={label} middle={middle} onEdit={onEdit} />}
    </span>
  );
}

type SplitButtonProps = {
  readonly label: string;
  readonly middle: number;
  readonly onEdit: (edit: BinningEdit) => void;
};

function SplitButton({ label, middle, onEdit }: SplitButtonProps) {
  const { words } = useLanguage();
  const { editor } = words.models;
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState<number | null>(middle);
  const split = () => {
    setOpen(false);
    if (at !== null) onEdit({ kind: 'split', at });
  };
  return (
    <Popover
      trigger="click"
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        setAt(middle);
      }}
      content={
        <div className="menu">
          <label className="field">
            <span>{editor.splitAt}</span>
            <InputNumber
              aria-label={editor.splitAt}
              controls={false}
              value={at}
              onChange={setAt}
              onPressEnter={split}
            />
          </label>
          <Button type="primary" size="small" onClick={split}>
            {editor.splitDo}
          </Button>
        </div>
      }
    >
      <Button size="small" aria-label={editor.splitOf(label)}>
        {editor.split}
      </Button>
    </Popover>
  );
}
