export { createSubmissions } from './applications.ts';
export { measureBareInserts } from './bare-inserts.ts';
export { driveClosed, driveCount, driveOpen, median, quantile } from './drive.ts';
export type { DriveResult, LoadOptions } from './drive.ts';
export { startMeasuredServer } from './server-process.ts';
export type { MeasuredServer } from './server-process.ts';
export { openSocket, writePost } from './socket-client.ts';
export type { LoadReply, SocketClient } from './socket-client.ts';
