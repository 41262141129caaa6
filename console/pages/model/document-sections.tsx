/**
 * The document opened in this browser: its hash compared with the approved one, its parity rows scored again here, and
 * what it says drawn: the points of a card, the curves of a glass box, the weight of each input. The server is not trusted with any of it.
 */
import { useMemo } from 'react';
import type { ModelDetail } from '@plimsoll/api/model';
import type { JsonObject } from '@plimsoll/core/base';
import { type ModelDocument, prepareModel, readModel, type Scorer } from '@plimsoll/core/model/document';
import { Said, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { CardSection } from './card-section.tsx';
import { GlassSection } from './glass-section.tsx';
import { ImportanceSection } from './importance-section.tsx';
import { ReportFiles } from './report-files.tsx';

export type DocumentSectionsProps = { readonly model: ModelDetail; readonly json: JsonObject };

export function DocumentSections({ model, json }: DocumentSectionsProps) {
  const { words } = useLanguage();
  const opened = useMemo(() => openDocument(json), [json]);
  const { model: said } = words.models;
  if (opened.scorer === null)
    return (
      <Section title={said.document}>
        <Said verdict="bad">{said.documentBroken(opened.problem)}</Said>
      </Section>
    );
  const { scorer } = opened;
  return (
    <>
      <Section title={said.document} hint={said.documentHint}>
        <div data-document={scorer.hash === model.documentSha256 ? 'same' : 'different'}>
          {scorer.hash === model.documentSha256 ? (
            <Said verdict="good">{said.hashSame}</Said>
          ) : (
            <Said verdict="bad">{said.hashDifferent}</Said>
          )}
          <Said verdict={scorer.document.parity.length === 0 ? 'open' : 'good'}>
            {said.parity(scorer.document.parity.length)}
          </Said>
        </div>
      </Section>
      <ImportanceSection scorer={scorer} />
      <Body document={scorer.document} />
      <ReportFiles model={model} document={scorer.document} />
    </>
  );
}

function Body({ document: { body, inputs } }: { readonly document: ModelDocument }) {
  switch (body.kind) {
    case 'card':
      return <CardSection card={body.scorecard} inputs={inputs} />;
    case 'glass':
      return <GlassSection glass={body.glass} inputs={inputs} />;
    case 'trees':
      return null;
    default:
      return body satisfies never;
  }
}

type Opened =
  | { readonly scorer: Scorer; readonly problem: null }
  | { readonly scorer: null; readonly problem: string };

function openDocument(json: JsonObject): Opened {
  const document = readModel(JSON.stringify(json));
  const prepared = document.ok ? prepareModel(document.value) : document;
  return prepared.ok ? { scorer: prepared.value, problem: null } : { scorer: null, problem: prepared.code };
}
