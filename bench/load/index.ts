export { createSubmissions } from './applications.ts';
export { measureBareInserts } from './bare-inserts.ts';
export { driveClosed, driveOpen, median, quantile } from './drive.ts';
export type { DriveOptions, DriveResult } from './drive.ts';
export { startMeasuredServer } from './server-process.ts';
export type { MeasuredServer } from './server-process.ts';
export { openSocket, writePost } from './socket-client.ts';
export type { LoadReply, SocketClient } from './socket-client.ts';
