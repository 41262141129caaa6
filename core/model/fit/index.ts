export { type Figures, figuresOf, FOLD_COUNT, stratifiedFolds } from './figures.ts';
export { fitBody } from './fit.ts';
export { MODEL_KINDS } from './plan.ts';
export type { Direction, Directions, FitPlan, FittedBody, ModelKind } from './plan.ts';
export { crossFit, marginsOf, trainModel } from './train.ts';
export type { FoldFigures, HeldOut, TrainPlan } from './train.ts';
