/** Everything that happened to a version, in order, with who and when; each event leads to its proof. */
import type { ModelDetail } from '@plimsoll/api/model';
import { Moment, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

export function HistorySection({ model }: { readonly model: ModelDetail }) {
  const { words } = useLanguage();
  const { model: said } = words.models;
  return (
    <Section title={said.history}>
      <ol className="history model-history">
        {model.events.map(({ id, kind, bookedAt, actor, body }) => (
          <li key={id} data-event={kind}>
            <h3>{words.application.kinds[kind] ?? kind}</h3>
            <p className="hint">
              <Moment at={bookedAt} /> · {words.application.by} {actor}
            </p>
            {typeof body['note'] === 'string' ? <p>{body['note']}</p> : null}
            <details className="raw">
              <summary>{words.application.body}</summary>
              <pre>{JSON.stringify(body, null, 2)}</pre>
            </details>
          </li>
        ))}
      </ol>
    </Section>
  );
}
