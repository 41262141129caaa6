export {
  FunderList,
  FunderName,
  FunderStatement,
  ListLoans,
  LoanCostReply,
  LoanDay,
  LoanDetail,
  LoanId,
  LoanPage,
  LoanPostings,
  LoanRow,
  LoanState,
  OpenedLoan,
  PayoffQuote,
  PreviewedFact,
  RecordedFact,
  StatementQuery,
  RecordFact,
} from './loan.ts';
export { LoanPlan, LoanProduct, LoanProductList, OpenLoan, PlanLoan } from './offer.ts';
export {
  DisclosureRead,
  LoanAgreement,
  MadeContract,
  MakeContract,
  ReadDisclosure,
  SignContract,
  SignedContract,
} from './agreement.ts';
export { Limit, LimitOwner, SetLimit } from './limit.ts';
export { LoanSecurity, SetSecurity } from './security.ts';
