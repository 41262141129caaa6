/**
 * The search of the top bar. An application id opens its page; an id number, phone or e-mail is sent in the body of a
 * POST and answered by applications. What was typed never enters an address, a history or a store.
 */
import { Input } from 'antd';
import { type FormEvent, useCallback, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { ApplicationRow } from '@plimsoll/api/origination';
import { useLinks } from '../address/index.ts';
import { call, useMay } from '../client/index.ts';
import { FaultNote, Icon, Moment, OutcomeTag } from '../parts/index.ts';
import { useLanguage } from '../words/index.ts';
import { readSearch } from './search-text.ts';

type Found =
  | { readonly state: 'searching' | 'nothing' | 'not_allowed' }
  | { readonly state: 'failed'; readonly fault: unknown }
  | { readonly state: 'found'; readonly subject: string; readonly rows: readonly ApplicationRow[] };

const shownRows = 6;

export function SearchBox() {
  const { words } = useLanguage();
  const [typed, setTyped] = useState('');
  const { found, search, forget } = useSearch();
  const box = useRef<HTMLDivElement>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void search(typed);
  };
  return (
    <div
      ref={box}
      className="search"
      onKeyDown={(event) => {
        if (event.key === 'Escape') forget();
      }}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) forget();
      }}
    >
      <form role="search" onSubmit={submit}>
        <Input
          id="search"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          aria-label={words.shell.searchLabel}
          placeholder={words.shell.search}
          prefix={<Icon name="search" />}
          suffix={<kbd>/</kbd>}
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
      {found === null ? null : (
        <div className="search-panel" role="status" tabIndex={-1}>
          <FoundPanel found={found} />
        </div>
      )}
    </div>
  );
}

function useSearch() {
  const navigate = useNavigate();
  const links = useLinks();
  const maySearch = useMay('personal_data:read');
  const [found, setFound] = useState<Found | null>(null);
  const forget = useCallback(() => setFound(null), []);

  const search = async (typed: string) => {
    const wish = readSearch(typed);
    if (wish.kind === 'nothing') return setFound(null);
    if (wish.kind === 'application') return void navigate(links.application(wish.id));
    if (!maySearch) return setFound({ state: 'not_allowed' });
    setFound({ state: 'searching' });
    try {
      for (const field of wish.fields) {
        const { subject, applications } = await call('searchPerson', { body: { field, value: wish.value } });
        if (subject !== null) return setFound({ state: 'found', subject, rows: applications });
      }
      return setFound({ state: 'nothing' });
    } catch (fault) {
      return setFound({ state: 'failed', fault });
    }
  };
  return { found, search, forget };
}

function FoundPanel({ found }: { readonly found: Found }) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  switch (found.state) {
    case 'searching':
      return <p className="hint">{words.shell.searching}</p>;
    case 'nothing':
      return (
        <>
          <p>{words.shell.searchNothing}</p>
          <p className="hint">{words.shell.searchHint}</p>
        </>
      );
    case 'not_allowed':
      return <p>{words.shell.searchNotAllowed}</p>;
    case 'failed':
      return <FaultNote fault={found.fault} />;
    case 'found':
      return (
        <>
          {found.rows.slice(0, shownRows).map((row) => (
            <Link key={row.id} className="search-row" to={links.application(row.id)}>
              <OutcomeTag outcome={row.outcome} />
              <span className="number">{formats.money(row.amountMinor, row.currency)}</span>
              <Moment at={row.submittedAt} short />
            </Link>
          ))}
          <Link className="search-all" to={links.applications({ subject: found.subject })}>
            {words.shell.searchAll} ({formats.count(found.rows.length)})
          </Link>
        </>
      );
    default:
      return found satisfies never;
  }
}
