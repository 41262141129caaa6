export { checkDatabase, inTransaction, openPool } from './database.ts';
export { StoreFault } from './fault.ts';
export type { StoreFaultCode } from './fault.ts';
export { migrate, readMigrations } from './migrate.ts';
export type { Migration } from './migrate.ts';
export { startPostgres } from './postgres.ts';
export type { PostgresOptions, PostgresServer } from './postgres.ts';
export { startTestPostgres } from './testing.ts';
export type { TestDatabase, TestPostgres } from './testing.ts';
