/** What the validation says before a person asks: the verdict, the figures with their intervals, each finding. */
import type { ModelReport } from '@plimsoll/api/model';
import type { Finding, ValidationReport } from '@plimsoll/core/model/validate';
import { SeverityTag } from '../../model/index.ts';
import { CodeText, Figure, Moment, PlainTable, Said, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const verdicts = { holds: 'good', reservations: 'open', fails: 'bad' } as const;
const digits = 4;

export type VerdictSectionProps = { readonly report: ValidationReport; readonly reply: ModelReport };

export function VerdictSection({ report, reply }: VerdictSectionProps) {
  const { code, words, formats } = useLanguage();
  const { model } = words.models;
  const { verdict, findings, notChecked, subject, calibration } = report;
  return (
    <Section
      title={model.validation}
      hint={
        <>
          {model.when[subject.when]} · {subject.sample} · {formats.count(calibration.rows)} ·{' '}
          <Moment at={reply.bookedAt} /> · <CodeText text={reply.sha256} label={model.report} />
        </>
      }
    >
      <div data-verdict={verdict.outcome}>
        <Said verdict={verdicts[verdict.outcome]}>{verdict.words[code]}</Said>
      </div>
      <ReportFigures report={report} />
      {findings.length === 0 ? (
        <Said verdict="good">{model.noFindings}</Said>
      ) : (
        <PlainTable<Finding>
          label={model.findings}
          rows={findings}
          rowKey={(finding) => `${finding.code} ${finding.subject}`}
          columns={[
            {
              key: 'severity',
              title: words.models.sets.severity,
              cell: ({ severity }) => <SeverityTag severity={severity} />,
            },
            {
              key: 'words',
              title: words.models.sets.found,
              cell: (finding) => (
                <>
                  {finding.words[code]} <code className="faint">{finding.code}</code>
                </>
              ),
            },
          ]}
        />
      )}
      {notChecked.length === 0 ? null : (
        <p className="hint">
          {model.notChecked} {notChecked.map((one) => model.checks[one]).join(' · ')}
        </p>
      )}
    </Section>
  );
}

function ReportFigures({ report }: { readonly report: ValidationReport }) {
  const { words, formats } = useLanguage();
  const { model } = words.models;
  const { discrimination, calibration } = report;
  const { auc } = discrimination;
  const show = (value: number) => formats.fixed(value, digits);
  const { rate } = calibration;
  return (
    <div className="figures report-figures">
      <Figure
        label={words.models.figures.auc}
        value={show(auc.auc)}
        note={model.interval(show(auc.low), show(auc.high))}
      />
      <Figure label={model.gini} value={show(discrimination.gini)} />
      <Figure label={words.models.figures.ks} value={show(discrimination.ks)} />
      <Figure
        label={words.models.figures.brier}
        value={show(calibration.brier.brier)}
        note={model.brierParts(show(calibration.brier.reliability), show(calibration.brier.resolution))}
      />
      <Figure label={model.calibrationError} value={show(calibration.errorEqualCount)} />
      <Figure
        label={model.meanPd}
        value={formats.percent(calibration.meanPd, 2)}
        note={model.happened(
          formats.percent(rate.share, 2),
          formats.percent(rate.low, 1),
          formats.percent(rate.high, 1),
        )}
      />
      <Figure
        label={model.slope}
        value={calibration.line === null ? '–' : formats.fixed(calibration.line.slope, 2)}
        note={model.slopeHint}
      />
    </div>
  );
}
