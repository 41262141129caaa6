export { createClient } from './client.ts';
export type {
  CallInput,
  CallReply,
  CallResult,
  Client,
  HttpReply,
  HttpRequest,
  Transport,
} from './client.ts';
