export { drawQuestions, type Question, type TableKind, tableXml } from './rows.ts';
