/**
 * The table for thousands of rows: draws only what is on the screen, asks for more near its end, is walked with
 * j, k and Enter, and remembers where it stood under `memory` so that "back" finds the same place.
 */
import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useLanguage } from '../../words/index.ts';
import { Icon } from '../icon.tsx';
import { useRowHeight } from '../look.tsx';
import { useKeyPress } from '../key-press.ts';
import { moveRow, rowWindow, scrollToRow } from './window.ts';

export type GridColumn<R> = {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: R) => ReactNode;
  /** A CSS grid track, such as `minmax(8rem, 1fr)`. */
  readonly width: string;
  readonly numeric?: boolean;
  readonly sortable?: boolean;
};

export type GridProps<R> = {
  readonly label: string;
  readonly columns: readonly GridColumn<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R) => string;
  readonly onOpen: (row: R) => void;
  readonly sort: { readonly key: string; readonly order: 'asc' | 'desc' };
  readonly onSort: (key: string) => void;
  readonly onNearEnd: () => void;
  readonly footer: ReactNode;
  readonly memory: string;
};

type Place = { readonly scrollTop: number; readonly active: number };
const places = new Map<string, Place>();
const top: Place = { scrollTop: 0, active: -1 };
const maxPlaces = 50;
const nearEndRows = 25;
const firstViewHeight = 600;

/** Another list (another `memory`) is another grid, with its own place. */
export function Grid<R>(props: GridProps<R>) {
  return <GridAt key={props.memory} {...props} />;
}

function GridAt<R>(props: GridProps<R>) {
  const { rows, rowKey, columns, onNearEnd, memory } = props;
  const rowHeight = useRowHeight();
  const frame = useRef<HTMLDivElement>(null);
  const gridId = useId();
  const [{ scrollTop, active }, setPlace] = useState<Place>(() => places.get(memory) ?? top);
  const viewHeight = useHeight(frame);
  const drawn = rowWindow({ scrollTop, viewHeight, rowHeight, rowCount: rows.length });

  useLayoutEffect(() => {
    const place = places.get(memory);
    if (frame.current !== null && place !== undefined) frame.current.scrollTop = place.scrollTop;
  }, [memory]);
  useEffect(() => remember(memory, { scrollTop, active }), [memory, scrollTop, active]);
  useEffect(() => {
    if (rows.length > 0 && drawn.end >= rows.length - nearEndRows) onNearEnd();
  }, [drawn.end, rows.length, onNearEnd]);
  const activate = (next: number) => {
    setPlace((place) => ({ ...place, active: next }));
    const view = { viewHeight: viewHeight - rowHeight, rowHeight };
    frame.current?.scrollTo({ top: scrollToRow(next, { scrollTop: frame.current.scrollTop, ...view }) });
  };
  useGridKeys(props, { active, activate, pageRows: Math.floor(viewHeight / rowHeight) - 2 });

  const tracks = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  return (
    <div className="grid">
      <div
        ref={frame}
        className="grid-frame"
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        aria-activedescendant={active >= 0 ? `${gridId}-${active}` : undefined}
        tabIndex={0}
        onScroll={({ currentTarget }) => {
          const moved = currentTarget.scrollTop;
          setPlace((place) => ({ ...place, scrollTop: moved }));
        }}
      >
        <GridHead {...props} tracks={tracks} />
        <div role="rowgroup" className="grid-body" style={{ height: rows.length * rowHeight }}>
          {rows.slice(drawn.first, drawn.end).map((row, offset) => {
            const index = drawn.first + offset;
            const style = { ...tracks, top: index * rowHeight, height: rowHeight };
            const place = { id: `${gridId}-${index}`, index, isActive: index === active, style };
            return <GridRow key={rowKey(row)} {...props} {...place} row={row} />;
          })}
        </div>
      </div>
      <div className="grid-foot" role="status">
        {props.footer}
      </div>
    </div>
  );
}

type GridKeys = {
  readonly active: number;
  readonly activate: (row: number) => void;
  readonly pageRows: number;
};

function useGridKeys<R>({ rows, onOpen }: GridProps<R>, { active, activate, pageRows }: GridKeys) {
  useKeyPress((event) => {
    const row = rows[active];
    if (event.key === 'Enter' && row !== undefined) onOpen(row);
    const next = moveRow(event.key, { active, rowCount: rows.length, pageRows: Math.max(1, pageRows) });
    if (next === null) return;
    event.preventDefault();
    activate(next);
  });
}

function useHeight(frame: RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(firstViewHeight);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return height;
}

type GridRowProps<R> = GridProps<R> & {
  readonly row: R;
  readonly id: string;
  readonly index: number;
  readonly isActive: boolean;
  readonly style: CSSProperties;
};

/** Keys reach a row through the grid, which holds the focus. */
function GridRow<R>({ row, id, index, isActive, style, columns, onOpen }: GridRowProps<R>) {
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isActive}
      className="grid-row"
      style={style}
      onClick={() => onOpen(row)}
    >
      {columns.map(({ key, numeric, cell }) => (
        <div key={key} role="gridcell" className={numeric === true ? 'grid-cell number' : 'grid-cell'}>
          {cell(row)}
        </div>
      ))}
    </div>
  );
}

function GridHead<R>({ columns, sort, onSort, tracks }: GridProps<R> & { readonly tracks: CSSProperties }) {
  const { words } = useLanguage();
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} className="grid-head-row" style={tracks}>
        {columns.map(({ key, title, numeric, sortable }) => {
          const order = sort.key === key ? sort.order : null;
          const className = numeric === true ? 'grid-cell number' : 'grid-cell';
          if (sortable !== true)
            return (
              <div key={key} role="columnheader" className={className}>
                {title}
              </div>
            );
          return (
            <div key={key} role="columnheader" className={className} aria-sort={ariaSort(order)}>
              <button
                type="button"
                className="grid-sort"
                title={words.applications.sortBy(title)}
                onClick={() => onSort(key)}
              >
                {title}
                <span className={order === null ? 'grid-sort-sign idle' : 'grid-sort-sign'}>
                  <Icon name={order === 'asc' ? 'up' : 'down'} size={10} />
                </span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function ariaSort(order: 'asc' | 'desc' | null): 'ascending' | 'descending' | 'none' {
  if (order === null) return 'none';
  return order === 'asc' ? 'ascending' : 'descending';
}

function remember(memory: string, place: Place): void {
  places.delete(memory);
  places.set(memory, place);
  const oldest = places.keys().next().value;
  if (places.size > maxPlaces && oldest !== undefined) places.delete(oldest);
}
