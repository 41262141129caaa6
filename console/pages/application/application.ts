/** The application that the sections of this page show. */
import type { CallReply } from '@plimsoll/api/client';

export type Application = CallReply<'readApplication'>;
export type ProductText = CallReply<'listProducts'>['rows'][number];
