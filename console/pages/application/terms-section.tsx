/** The offer, and the versions that decided. */
import { Link } from 'react-router';
import { useLinks } from '../../address/index.ts';
import { useMay } from '../../client/index.ts';
import { CodeText, Pairs, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import type { Application } from './application.ts';

const shownHash = 12;

export function TermsSection({ application }: { readonly application: Application }) {
  const { words, formats } = useLanguage();
  const links = useLinks();
  const mayReadPolicies = useMay('policies:read');
  const { offer, currency, policyHash, modelId } = application;
  const shortHash = <code title={policyHash}>{policyHash.slice(0, shownHash)}…</code>;
  return (
    <>
      <Section title={words.application.offer}>
        {offer === null ? (
          <p className="hint">{words.application.noOffer}</p>
        ) : (
          <Pairs
            pairs={[
              {
                key: 'amount',
                name: words.application.offerAmount,
                value: formats.money(offer.amountMinor, currency),
              },
              { key: 'term', name: words.field.termMonths, value: words.months(offer.termMonths) },
              { key: 'rate', name: words.field.rateAnnual, value: formats.percent(offer.rateAnnual, 2) },
              {
                key: 'instalment',
                name: words.field.instalmentMinor,
                value: formats.money(offer.instalmentMinor, currency),
              },
            ]}
          />
        )}
      </Section>
      <Section title={words.application.versions}>
        <Pairs
          pairs={[
            {
              key: 'policy',
              name: words.field.policyHash,
              value: mayReadPolicies ? <Link to={links.policy(policyHash)}>{shortHash}</Link> : shortHash,
            },
            {
              key: 'model',
              name: words.field.modelId,
              value: modelId === null ? '–' : <CodeText text={modelId} whole />,
            },
          ]}
        />
      </Section>
    </>
  );
}
