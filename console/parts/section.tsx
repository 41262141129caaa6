/** A titled block of a page, and the figures that stand in one. */
import { type ReactNode, useId } from 'react';
import { Link } from 'react-router';

export type SectionProps = {
  readonly title: ReactNode;
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly id?: string;
  readonly children: ReactNode;
};

export function Section({ title, hint, actions, id, children }: SectionProps) {
  const titleId = useId();
  return (
    <section className="section" id={id} aria-labelledby={titleId}>
      <header className="section-head">
        <div>
          <h2 id={titleId}>{title}</h2>
          {hint === undefined ? null : <p className="hint">{hint}</p>}
        </div>
        {actions === undefined ? null : <div className="section-actions">{actions}</div>}
      </header>
      {children}
    </section>
  );
}

export type FigureProps = {
  readonly label: ReactNode;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly to?: string;
};

/** One number with its name; with `to` it opens what it came from. */
export function Figure({ label, value, note, to }: FigureProps) {
  return (
    <div className="figure">
      <div className="figure-label">{label}</div>
      <div className="figure-value">{to === undefined ? value : <Link to={to}>{value}</Link>}</div>
      {note === undefined ? null : <div className="figure-note">{note}</div>}
    </div>
  );
}

export type Pair = { readonly name: ReactNode; readonly value: ReactNode; readonly key: string };

/** Names with their values, in rows. */
export function Pairs({ pairs }: { readonly pairs: readonly Pair[] }) {
  return (
    <dl className="pairs">
      {pairs.map(({ key, name, value }) => (
        <div key={key} className="pair">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
