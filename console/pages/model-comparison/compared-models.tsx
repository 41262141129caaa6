/** Two models on the same rows: the sample and target of the second, which is the one that would take over. */
import type { CompareModels, ModelRow } from '@plimsoll/api/model';
import { useCall } from '../../client/index.ts';
import { EmptyNote, FaultNote, Placeholder } from '../../parts/index.ts';
import { useLanguage } from '../../words/index.ts';
import { ComparisonView } from './comparison-view.tsx';

const bodyHeight = 480;

export type ComparedModelsProps = {
  readonly left: ModelRow;
  readonly right: ModelRow;
  readonly share: number;
};

export function ComparedModels({ left, right, share }: ComparedModelsProps) {
  const { words } = useLanguage();
  const key = { params: { name: right.name, version: right.version } };
  const detail = useCall('readModel', key);
  const sample = right.sampleSha256 ?? left.sampleSha256;
  if (sample === null)
    return <EmptyNote title={words.models.compare.noSample} how={words.models.compare.noSampleHow} />;
  if (detail.error !== null) return <FaultNote fault={detail.error} onRetry={() => void detail.refetch()} />;
  if (detail.data === undefined) return <Placeholder height={bodyHeight} />;
  const { target } = detail.data;
  return <Compared left={left} right={right} wish={{ sample, target, share }} />;
}

type ComparedProps = Pick<ComparedModelsProps, 'left' | 'right'> & {
  readonly wish: Pick<CompareModels, 'sample' | 'target'> & { readonly share: number };
};

function Compared({ left, right, wish }: ComparedProps) {
  const { sample, target, share } = wish;
  const compared = useCall(
    'compareModels',
    {
      body: {
        left: { name: left.name, version: left.version },
        right: { name: right.name, version: right.version },
        sample,
        target,
        approvalShare: share,
      },
    },
    { keepLast: true },
  );
  if (compared.error !== null)
    return <FaultNote fault={compared.error} onRetry={() => void compared.refetch()} />;
  if (compared.data === undefined) return <Placeholder height={bodyHeight} />;
  return <ComparisonView left={left} right={right} comparison={compared.data} sample={wish.sample} />;
}
