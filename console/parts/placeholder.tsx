/** Grey shapes of what is coming, so that the page does not jump when it arrives. */
import { useLanguage } from '../words/index.ts';

export function Placeholder({ lines = 3, height }: { readonly lines?: number; readonly height?: number }) {
  const { words } = useLanguage();
  return (
    <div
      className="placeholder"
      role="status"
      aria-label={words.state.loading}
      style={height === undefined ? {} : { height }}
    >
      {height === undefined
        ? Array.from({ length: lines }, (_, line) => (
            <span key={line} style={{ width: `${92 - ((line * 17) % 45)}%` }} />
          ))
        : null}
    </div>
  );
}
