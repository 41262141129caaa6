export { CheckpointReply, ConsistencyQuery, ConsistencyReply, ReceiptQuery, ReceiptReply } from './ledger.ts';
