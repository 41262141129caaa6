/** The validation report, drawn: the verdict first, what was found, then curves, parts, shifts and groups. */
import type { ModelReport } from '@plimsoll/api/model';
import { Said, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { CalibrationChart, LiftChart, RocChart, ScoreChart, SeparationChart } from './report-charts.tsx';
import { FairnessSection } from './fairness-section.tsx';
import { PartsSection } from './parts-section.tsx';
import { readReport } from './report-reading.ts';
import { ShiftSection } from './shift-section.tsx';
import { VerdictSection } from './verdict-section.tsx';

export function ReportSections({ reply }: { readonly reply: ModelReport }) {
  const { words } = useLanguage();
  const report = readReport(reply);
  if (report === null)
    return (
      <Section title={words.models.model.validation}>
        <Said verdict="bad">{words.models.model.reportUnknown}</Said>
      </Section>
    );
  return (
    <>
      <VerdictSection report={report} reply={reply} />
      <div className="two">
        <RocChart report={report} />
        <SeparationChart report={report} />
        <CalibrationChart report={report} />
        <LiftChart report={report} />
      </div>
      <ScoreChart report={report} />
      <PartsSection report={report} />
      <ShiftSection report={report} />
      {report.fairness.map((fairness) => (
        <FairnessSection key={fairness.column} fairness={fairness} />
      ))}
    </>
  );
}
