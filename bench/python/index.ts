export { runPeer, type PeerRun } from './interpreter.ts';
