/** The bad rate of each bin in the height of a row of text; a line marks the rate of the whole sample. */
import { useLanguage } from '../words/index.ts';

export type SparklineProps = {
  readonly rates: readonly (number | null)[];
  /** Shares of rows, for the widths of the bars. */
  readonly shares: readonly number[];
  readonly mean: number;
};

const width = 120;
const height = 24;
const gap = 1;
const minWidth = 2;

export function Sparkline({ rates, shares, mean }: SparklineProps) {
  const { words, formats } = useLanguage();
  const top = Math.max(mean, ...rates.map((rate) => rate ?? 0)) || 1;
  const total = shares.reduce((sum, share) => sum + share, 0) || 1;
  const { bars, right } = placeBars({ rates, shares, mean, top, total });
  const label = words.models.sparkline(
    rates.map((rate) => (rate === null ? '–' : formats.percent(rate))).join(' · '),
  );
  const meanAt = height - (mean / top) * (height - 2);
  return (
    <svg
      className="sparkline"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${Math.max(width, right)} ${height}`}
      preserveAspectRatio="none"
    >
      <title>{label}</title>
      {bars.map(({ x, wide, tall, isHigh }) => (
        <rect
          key={x}
          className={isHigh ? 'sparkline-high' : 'sparkline-low'}
          x={x}
          y={height - Math.max(1, tall)}
          width={wide}
          height={Math.max(1, tall)}
        />
      ))}
      <line className="sparkline-mean" x1={0} x2={Math.max(width, right)} y1={meanAt} y2={meanAt} />
    </svg>
  );
}

type Bars = SparklineProps & { readonly top: number; readonly total: number };

/** Bars from left to right, as wide as their shares and never thinner than can be seen. */
function placeBars({ rates, shares, mean, top, total }: Bars) {
  const room = width - gap * shares.length;
  const wides = rates.map((_, at) => Math.max(minWidth, ((shares[at] ?? 0) / total) * room));
  const leftOf = (at: number) => wides.slice(0, at).reduce((sum, wide) => sum + wide + gap, 0);
  const bars = rates.map((rate, at) => ({
    x: leftOf(at),
    wide: wides[at] ?? minWidth,
    tall: ((rate ?? 0) / top) * (height - 2),
    isHigh: (rate ?? 0) > mean,
  }));
  return { bars, right: leftOf(rates.length) };
}
