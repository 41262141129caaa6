/** What a fit is told and what it gives, the same for every kind of model. */
import type { JsonObject } from '@plimsoll/core/base';
import type { BoostPort } from '@plimsoll/core/model/boost';
import type { HandCuts } from '@plimsoll/core/model';
import type { ModelBody } from '@plimsoll/core/model/document';
import type { Table } from '@plimsoll/core/table';

export type ModelKind = 'card' | 'boost' | 'glass';
export const MODEL_KINDS: readonly ModelKind[] = ['card', 'boost', 'glass'];

/** How the chance of bad must move as an input grows. */
export type Direction = 'ascending' | 'descending';
export type Directions = { readonly [input: string]: Direction };

export type FitPlan = {
  readonly kind: ModelKind;
  readonly table: Table;
  /** 1 = bad. */
  readonly outcomes: Uint8Array;
  readonly seed: number;
  readonly monotone: Directions;
  /** Bins that a person cut; a card takes them as they are. Edges ascend, and no level stands in two groups. */
  readonly cuts?: HandCuts;
  /** Where the work of boosted trees is done, and who is told how far it is; false ends it. */
  readonly port?: BoostPort;
};

export type FittedBody = {
  readonly body: ModelBody;
  /** What it was fitted with, defaults written out. */
  readonly settings: JsonObject;
};
