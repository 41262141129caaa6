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
  const room = width - gap * shares.length;
  let left = 0;
  const bars = rates.map((rate, at) => {
    const wide = Math.max(minWidth, ((shares[at] ?? 0) / total) * room);
    const x = left;
    left += wide + gap;
    return { x, wide, tall: ((rate ?? 0) / top) * (height - 2), isHigh: (rate ?? 0) > mean };
  });
  const label = words.models.sparkline(
    rates.map((rate) => (rate === null ? '–' : formats.percent(rate))).join(' · '),
  );
  const meanAt = height - (mean / top) * (height - 2);
  return (
    <svg
      className="sparkline"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${Math.max(width, left)} ${height}`}
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
      <line className="sparkline-mean" x1={0} x2={Math.max(width, left)} y1={meanAt} y2={meanAt} />
    </svg>
  );
}
