export { measureBareInserts } from './bare-inserts.ts';
export { driveClosed, driveOpen, median, quantile } from './drive.ts';
export type { DriveOptions, DriveResult } from './drive.ts';
export { openSocket, writePost } from './socket-client.ts';
export type { LoadReply, SocketClient } from './socket-client.ts';
