/** Loads one version of a model: its row and events, then its document and its report, each by itself. */
import { useParams } from 'react-router';
import type { ModelDetail } from '@plimsoll/api/model';
import { freshForEver, useCall } from '../../client/index.ts';
import { EmptyNote, FaultNote, Placeholder } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { ActsSection } from './acts-section.tsx';
import { DocumentSections } from './document-sections.tsx';
import { HistorySection } from './history-section.tsx';
import { ExportsSection } from './exports-section.tsx';
import { LineageSection } from './lineage-section.tsx';
import { ModelFigures, ModelHead } from './model-head.tsx';
import { ReportSections } from './report-sections.tsx';
import '../../model/model.css';

const headHeight = 96;
const bodyHeight = 480;

export function ModelPage() {
  const { name = '', version = '' } = useParams();
  const key = { name, version: Number(version) };
  const model = useCall('readModel', { params: key });
  if (model.error !== null) return <FaultNote fault={model.error} onRetry={() => void model.refetch()} />;
  if (model.data === undefined)
    return (
      <div className="stack">
        <Placeholder height={headHeight} />
        <Placeholder height={bodyHeight} />
      </div>
    );
  return (
    <div className="stack">
      <ModelHead model={model.data} />
      <ModelFigures model={model.data} />
      <ActsSection model={model.data} />
      <Report model={model.data} />
      <Document model={model.data} />
      <LineageSection model={model.data} />
      <ExportsSection model={model.data} />
      <HistorySection model={model.data} />
    </div>
  );
}

/** The report of the last validation; before one there is none, and the page says so. */
function Report({ model }: { readonly model: ModelDetail }) {
  const { words } = useLanguage();
  const { name, version, validatedAt } = model;
  const report = useCall(
    'readModelReport',
    { params: { name, version } },
    { enabled: validatedAt !== null, freshMs: freshForEver },
  );
  if (validatedAt === null)
    return <EmptyNote title={words.models.model.notValidated} how={words.models.model.notValidatedHow} />;
  if (report.error !== null) return <FaultNote fault={report.error} onRetry={() => void report.refetch()} />;
  if (report.data === undefined) return <Placeholder height={bodyHeight} />;
  return <ReportSections reply={report.data} />;
}

function Document({ model }: { readonly model: ModelDetail }) {
  const { name, version } = model;
  const document = useCall('readModelDocument', { params: { name, version } }, { freshMs: freshForEver });
  if (document.error !== null)
    return <FaultNote fault={document.error} onRetry={() => void document.refetch()} />;
  if (document.data === undefined) return <Placeholder height={bodyHeight} />;
  return <DocumentSections model={model} json={document.data} />;
}
