export { LoanPlanPage } from './loan-plan-page.tsx';
