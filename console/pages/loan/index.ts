export { LoanPage } from './loan-page.tsx';
