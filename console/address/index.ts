export {
  countConditions,
  outcomes,
  performances,
  readFilter,
  sorts,
  writeFilter,
} from './application-filter.ts';
export type { ApplicationFilter } from './application-filter.ts';
export {
  readComparison,
  readShownState,
  readTarget,
  readVariableOrder,
  shownStates,
  usualShare,
  variableSorts,
  writeVersion,
} from './model-address.ts';
export type {
  ComparisonChoice,
  ModelVersion,
  SampleTarget,
  ShownState,
  VariableOrder,
  VariableSort,
} from './model-address.ts';
export { defaultRange, presets, readRange, toSpan, writeRange } from './time-range.ts';
export type { Preset, Span, TimeRange } from './time-range.ts';
export { moveNow, useAddressPart, useApplicationFilter, useLinks, useTimeRange } from './use-address.ts';
export type { Links } from './use-address.ts';
