/** What a person wishes for in a training, and the request it becomes: pure. */
import type { StartTraining } from '@plimsoll/api/model';
import { MODEL_KINDS } from '@plimsoll/core/model/fit';
import type { HandCut, KeptBins } from '../../model/index.ts';

export type TrainKind = StartTraining['kind'];

/** The kinds that have a trainer. */
export const trainKinds: readonly TrainKind[] = MODEL_KINDS;

/** 1: the chance of going bad grows with the value; −1: it falls. */
export type Direction = 1 | -1;

export type TrainWish = {
  readonly name: string;
  readonly kind: TrainKind;
  readonly drop: readonly string[];
  readonly directions: Readonly<Record<string, Direction>>;
  readonly testPercent: number;
  readonly seed: number;
};

export const usualWish: Omit<TrainWish, 'name'> = {
  kind: 'card',
  drop: [],
  directions: {},
  testPercent: 20,
  seed: 1,
};

const hundred = 100;
const maxNameLength = 63;

/** Small letters, digits and dashes, beginning with a letter: the form of a model's name. */
export function isModelName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,62}$/.test(name);
}

/** A first name for a model, from that of its sample: "Lending Club 2017" → "lending-club-2017". */
export function suggestName(sampleName: string): string {
  const plain = sampleName
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');
  return plain === '' ? 'model' : plain.slice(0, maxNameLength).replace(/-+$/, '');
}

export type WishPlace = Pick<StartTraining, 'sample' | 'target'> & { readonly bins: KeptBins };

/** The request. Variables that are left out keep neither direction nor bins: the server would refuse them. */
export function toRequest(wish: TrainWish, { sample, target, bins }: WishPlace): StartTraining {
  const isKept = ([variable]: readonly [string, unknown]) => !wish.drop.includes(variable);
  const monotone = Object.fromEntries(Object.entries(wish.directions).filter(isKept));
  const cuts = Object.fromEntries(
    Object.entries(bins)
      .filter(isKept)
      .map(([variable, cut]) => [variable, openCut(cut)]),
  );
  return {
    name: wish.name,
    kind: wish.kind,
    sample,
    target,
    testShare: wish.testPercent / hundred,
    seed: wish.seed,
    ...(wish.drop.length === 0 ? {} : { drop: [...wish.drop] }),
    ...(Object.keys(monotone).length === 0 ? {} : { monotone }),
    ...(wish.kind !== 'card' || Object.keys(cuts).length === 0 ? {} : { bins: cuts }),
  };
}

/** The same cut in lists that may be written to, as the schema of the request has them. */
function openCut(cut: HandCut): { cuts: number[] } | { groups: string[][] } {
  return 'cuts' in cut ? { cuts: [...cut.cuts] } : { groups: cut.groups.map((group) => [...group]) };
}
