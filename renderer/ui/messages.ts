import { deskMessages } from './messages-desk.ts';
import { phoneMessages } from './messages-phone.ts';
import { recordMessages } from './messages-records.ts';

/** Every text that a person reads and that no declaration says; English, until other languages stand beside it. */
export const messages = { ...deskMessages, ...phoneMessages, ...recordMessages } as const;
