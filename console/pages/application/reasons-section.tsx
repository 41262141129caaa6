/** Why, in words: the first thing that anybody asks. */
import { Link } from 'react-router';
import { useLinks } from '../../address/index.ts';
import { Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import type { Application } from './application.ts';

export function ReasonsSection({ application }: { readonly application: Application }) {
  const { code, words } = useLanguage();
  const links = useLinks();
  return (
    <Section title={words.application.why}>
      {application.reasonTexts.length === 0 ? (
        <p>{words.application.noReasons}</p>
      ) : (
        <ol className="reasons">
          {application.reasonTexts.map((reason) => (
            <li key={reason.code}>
              <span>{reason.text[code]}</span>
              <Link to={links.applications({ reason: reason.code })}>
                <code>{reason.code}</code>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
