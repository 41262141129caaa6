export { expectedStatusOf, parseHttpExample, readExamples, runHttpExamples } from './examples.ts';
export type { Example, HttpAnswer, HttpExample, HttpMismatch } from './examples.ts';
export { renderPages } from './pages.ts';
export type { Page } from './pages.ts';
