export { PolicyDetail, PolicyFindings, PolicyList, PolicyRow } from './policy.ts';
