export { feed, MAX_CONCURRENCY, MAX_KEPT_FAILURES, MAX_TRIES } from './feed.ts';
export type { FeedFailure, FeedProgress, FeedReport, FeedRow, FeedSetting } from './feed.ts';
