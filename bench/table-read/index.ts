export { csvChunks, MADE_COLUMNS } from './rows.ts';
