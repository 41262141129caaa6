/** Whether groups are treated alike at the cut-off, each against the reference; a small group is said to be small. */
import type { Fairness, GroupFairness } from '@plimsoll/core/model/validate';
import { PlainTable, Section } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';

const digits = 2;

export function FairnessSection({ fairness }: { readonly fairness: Fairness }) {
  const { words, formats } = useLanguage();
  const { model } = words.models;
  const title = `${model.fairness}: ${fairness.column}`;
  return (
    <Section
      title={title}
      hint={model.fairnessHint(formats.percent(fairness.cutOffPd, 1), fairness.reference)}
    >
      <PlainTable<GroupFairness>
        label={title}
        rows={fairness.groups}
        rowKey={({ level }) => level}
        columns={[
          {
            key: 'level',
            title: model.group,
            cell: ({ level, isTooSmall }) => (
              <>
                {level} {isTooSmall ? <span className="badge">{model.tooSmall}</span> : null}
              </>
            ),
          },
          { key: 'rows', title: words.models.rows, numeric: true, cell: ({ rows }) => formats.count(rows) },
          {
            key: 'approved',
            title: model.accepted,
            numeric: true,
            cell: ({ approvalRate }) => formats.percent(approvalRate),
          },
          {
            key: 'ratio',
            title: model.adverseRatio,
            numeric: true,
            cell: ({ adverseImpact, isReference }) =>
              adverseImpact === null ? (
                isReference ? (
                  model.reference
                ) : (
                  '–'
                )
              ) : (
                <span
                  title={model.interval(
                    formats.fixed(adverseImpact.low, digits),
                    formats.fixed(adverseImpact.high, digits),
                  )}
                >
                  {formats.fixed(adverseImpact.ratio, digits)}
                </span>
              ),
          },
          {
            key: 'difference',
            title: model.standardDifference,
            numeric: true,
            cell: ({ standardizedDifference }) =>
              standardizedDifference === null ? '–' : formats.signedFixed(standardizedDifference, digits),
          },
          {
            key: 'predicted',
            title: model.meanPd,
            numeric: true,
            cell: ({ meanPd }) => formats.percent(meanPd, 2),
          },
          {
            key: 'rate',
            title: words.models.badRate,
            numeric: true,
            cell: ({ rate }) => formats.percent(rate.share, 2),
          },
        ]}
      />
    </Section>
  );
}
