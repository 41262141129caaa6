export { GraphView } from './graph-view.tsx';
export { columnLabel, pickLabel, writeValue } from './label.ts';
export { LogicView } from './logic-view.tsx';
export { TableView } from './table-view.tsx';
export { barOf, buildWaterfall, isScorecard, scaleOf } from './waterfall.ts';
export type { Waterfall, WaterfallStep } from './waterfall.ts';
