import { adminMessages } from './messages-admin.ts';
import { callMessages } from './messages-calls.ts';
import { deskMessages } from './messages-desk.ts';
import { fileMessages } from './messages-files.ts';
import { phoneMessages } from './messages-phone.ts';
import { recordMessages } from './messages-records.ts';
import { workMessages } from './messages-work.ts';

/** Every text that a person reads and that no declaration says; English, until other languages stand beside it. */
export const messages = { ...adminMessages, ...callMessages, ...deskMessages, ...fileMessages, ...phoneMessages, ...recordMessages, ...workMessages } as const;
