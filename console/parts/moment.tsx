/** An instant in the reader's zone, with the exact UTC instant in its title. */
import { useLanguage } from '../words/index.ts';

export function Moment({ at, short = false }: { readonly at: string; readonly short?: boolean }) {
  const { formats } = useLanguage();
  return (
    <time dateTime={at} title={at}>
      {short ? formats.instantShort(at) : formats.instant(at)}
    </time>
  );
}
