export { splitByShare } from './share.ts';
export { accruedBalances, targetBalances } from './target.ts';
