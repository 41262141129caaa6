export { PolicyDetail, PolicyList, PolicyRow } from './policy.ts';
