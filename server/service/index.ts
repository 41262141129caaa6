export { createLedgerParts } from './integrator.ts';
export { readServiceOptions, USUAL_PORT } from './options.ts';
export type { ServiceOptions } from './options.ts';
export { serveUntilStopped } from './signals.ts';
export { startServer } from './start.ts';
export type { Service } from './start.ts';
export { fetchTransport, madeUpForm, startTestService } from './testing.ts';
export type { TestService } from './testing.ts';
