/** Where nothing is, and where a page failed to draw. */
import { Link, useRouteError } from 'react-router';
import { useLinks } from '../address/index.ts';
import { EmptyNote } from '../parts/index.ts';
import { useLanguage } from '../words/index.ts';

export function NotFound() {
  const { words } = useLanguage();
  const links = useLinks();
  return (
    <EmptyNote
      title={words.state.notFound}
      how={words.state.notFoundAdvice}
      action={<Link to={links.overview()}>{words.state.toOverview}</Link>}
    />
  );
}

export function Crash() {
  const { words } = useLanguage();
  const error = useRouteError();
  return (
    <div className="fault-note" role="alert">
      <p className="fault-title">{words.state.crashed}</p>
      <p>{words.state.crashedAdvice}</p>
      <pre>{error instanceof Error ? (error.stack ?? error.message) : String(error)}</pre>
    </div>
  );
}
