export { LoansPage } from './loans-page.tsx';
