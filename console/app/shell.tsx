/** The frame around every page: sections on the left, search, time range, language, look and person on top. */
import { useCallback, useRef, useState } from 'react';
import { Navigate, NavLink, Outlet, useLocation, useNavigate } from 'react-router';
import type { Scope } from '@plimsoll/api/identity';
import { type Links, useLinks } from '../address/index.ts';
import { useSession } from '../client/index.ts';
import { Icon, type IconName, useKeyPress } from '../parts/index.ts';
import { useLanguage } from '../words/index.ts';
import { KeyHelp } from './key-help.tsx';
import { PersonMenu, LanguageSwitch, ViewMenu } from './menus.tsx';
import { RangePicker } from './range-picker.tsx';
import { SearchBox } from './search-box.tsx';

type SectionName =
  | 'overview'
  | 'applications'
  | 'loans'
  | 'plan'
  | 'payments'
  | 'funders'
  | 'policies'
  | 'models'
  | 'ledger';
type NavSection = {
  readonly name: SectionName;
  readonly scope: Scope;
  readonly key: string;
  readonly heading: 'money' | 'studio' | 'trust' | null;
};

const sections: readonly NavSection[] = [
  { name: 'overview', scope: 'operations:read', key: 'o', heading: null },
  { name: 'applications', scope: 'applications:read', key: 'a', heading: null },
  { name: 'loans', scope: 'loans:read', key: 'n', heading: 'money' },
  { name: 'plan', scope: 'loans:read', key: 'd', heading: 'money' },
  { name: 'payments', scope: 'loans:read', key: 'y', heading: 'money' },
  { name: 'funders', scope: 'loans:read', key: 'f', heading: 'money' },
  { name: 'policies', scope: 'policies:read', key: 'p', heading: 'studio' },
  { name: 'models', scope: 'models:read', key: 'm', heading: 'studio' },
  { name: 'ledger', scope: 'ledger:read', key: 'l', heading: 'trust' },
];

/** How long after `g` the second key is waited for. */
const secondKeyMs = 1_200;

export function Shell() {
  const { words } = useLanguage();
  const links = useLinks();
  const session = useSession();
  const location = useLocation();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const visible = sections.filter(({ scope }) => session.scopes.includes(scope));
  useShellKeys(visible, links, () => setHelpOpen(true));

  return (
    <div className="shell">
      <a className="skip" href="#page">
        {words.nav.skip}
      </a>
      <nav className="nav" aria-label={words.nav.main}>
        <div className="nav-mark">
          <img src="/favicon.svg" alt="" width={24} height={24} />
          <span>{words.productName}</span>
        </div>
        {visible.map(({ name, heading }, at) => (
          <div key={name}>
            {heading === null || visible[at - 1]?.heading === heading ? null : (
              <div className="nav-heading">{words.nav[heading]}</div>
            )}
            <NavLink
              className="nav-item"
              to={links[name]()}
              end={name === 'overview'}
              title={words.nav[name]}
            >
              <Icon name={name satisfies IconName} />
              <span>{words.nav[name]}</span>
            </NavLink>
          </div>
        ))}
        <button
          type="button"
          className="nav-item nav-foot"
          title={words.shell.keys}
          onClick={() => setHelpOpen(true)}
        >
          <Icon name="keys" />
          <span>{words.shell.keys}</span>
          <kbd>?</kbd>
        </button>
      </nav>
      <header className="top">
        <SearchBox key={location.key} />
        <div className="top-tools">
          <RangePicker />
          <LanguageSwitch />
          <ViewMenu />
          <PersonMenu />
        </div>
      </header>
      <main className="page" id="page" key={location.pathname} tabIndex={-1}>
        <Landing sections={visible} />
      </main>
      <KeyHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

/** The page of the address; for those who may not see the overview, their first section stands in its place. */
function Landing({ sections: visible }: { readonly sections: readonly NavSection[] }) {
  const links = useLinks();
  const { pathname } = useLocation();
  const [first] = visible;
  if (pathname !== '/' || first === undefined || first.name === 'overview') return <Outlet />;
  return <Navigate to={links[first.name]()} replace />;
}

function useShellKeys(visible: readonly NavSection[], links: Links, openHelp: () => void) {
  const navigate = useNavigate();
  const goneAt = useRef(0);
  const onKey = useCallback(
    (event: KeyboardEvent) => {
      if (event.key === '?') openHelp();
      else if (event.key === '/') {
        event.preventDefault();
        document.querySelector<HTMLInputElement>('#search')?.focus();
      } else if (event.key === 'g') goneAt.current = event.timeStamp;
      else if (goneAt.current > 0 && event.timeStamp - goneAt.current < secondKeyMs) {
        goneAt.current = 0;
        const section = visible.find(({ key }) => key === event.key);
        if (section !== undefined) void navigate(links[section.name]());
      }
    },
    [visible, links, navigate, openHelp],
  );
  useKeyPress(onKey);
}
