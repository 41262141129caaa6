export { CheckpointReply, ConsistencyQuery, ConsistencyReply, ReceiptReply } from './ledger.ts';
