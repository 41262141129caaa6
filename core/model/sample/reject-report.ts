/** What a reader is told of reject inference: the bounds first, then what each belief would mean, then what nobody knows. */
import type { JudgedApplicants, OutcomeBounds, RejectCurve } from './unknown.ts';
import { outcomeBounds, rejectCurve } from './unknown.ts';

export type RejectReport = {
  readonly bounds: OutcomeBounds;
  readonly curve: RejectCurve;
  /** Sentences, Chinese and English, in the order to be read. */
  readonly sentences: readonly { readonly zh: string; readonly en: string }[];
};

/** Bad rates of the declined, as multiples of the accepted's, for which the curve is drawn; 0 and 1 are its ends. */
const MULTIPLES = [0.5, 1, 1.5, 2, 3, 5] as const;

/** The report on a model's PDs over all applicants. */
export function rejectReport(judged: JudgedApplicants): RejectReport {
  const bounds = outcomeBounds(judged.isAccepted, judged.outcomes);
  const rates = MULTIPLES.map((multiple) => Math.min(1, multiple * bounds.acceptedBadRate));
  const curve = rejectCurve(judged, [...new Set([0, ...rates, 1])]);
  const aucs = curve.points.map((point) => point.auc);
  const pct = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const declined = bounds.applicants - bounds.accepted;
  const [least, most] = [Math.min(...aucs).toFixed(3), Math.max(...aucs).toFixed(3)];
  return {
    bounds,
    curve,
    sentences: [
      {
        zh: `${bounds.applicants} 名申请人中有 ${declined} 名被拒，从未被观察到是否还款。`,
        en: `${declined} of ${bounds.applicants} applicants were declined and never seen to pay or not.`,
      },
      {
        zh: `不作任何假设时，全体申请人的坏账率在 ${pct(bounds.lowest)} 与 ${pct(bounds.highest)} 之间；获批者为 ${pct(bounds.acceptedBadRate)}。`,
        en: `Without an assumption the bad rate of all applicants lies between ${pct(bounds.lowest)} and ${pct(bounds.highest)}; that of the accepted is ${pct(bounds.acceptedBadRate)}.`,
      },
      {
        zh: `按不同假设，模型在全体申请人上的 AUC 在 ${least} 与 ${most} 之间：哪一个为真，数据不能回答。`,
        en: `Depending on what is assumed, the AUC over all applicants lies between ${least} and ${most}: which of them is true, these records can't say.`,
      },
      {
        zh: `以原通过率使用该模型会换入 ${curve.swappedIn} 名曾被拒者：他们的坏账率只是推断，应先小量试放并观察。`,
        en: `At the old acceptance rate the model would take in ${curve.swappedIn} applicants who were declined: their bad rate is inferred, not seen. Lend to a few of them first and watch.`,
      },
      {
        zh: '增广、打包与模糊法都假定被拒者与分数相同的获批者表现一样（或按声明的倍数更差）；原放款方若凭记录之外的理由拒绝，此假定不成立，且无法检验。',
        en: 'Augmentation, parcelling and fuzzy inference all assume that the declined do as the accepted of the same score do, or worse by a stated factor. Where the old lender declined for reasons outside the records this is false, and nothing here can test it.',
      },
    ],
  };
}
