export { Overview, OverviewQuery } from './overview.ts';
