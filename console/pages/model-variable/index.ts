export { VariablePage } from './variable-page.tsx';
