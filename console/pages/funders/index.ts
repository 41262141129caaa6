export { FundersPage } from './funders-page.tsx';
