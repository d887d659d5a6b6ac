import type { Recording } from '#domain/calls/recording.ts';
import type { Voicemail } from '#domain/calls/voicemail.ts';
import { exactly, query } from '#domain/kernel/query.ts';
import * as z from 'zod';

/** The recordings of a call, the messages that its caller left, and how its recording stands while it lasts. */
export interface CallAudio {
  readonly live: 'off' | 'on' | 'paused';
  /** Whether the tenant records only who agrees, and the caller has not. */
  readonly needsConsent: boolean;
  readonly recordings: readonly Pick<Recording, 'createdAt' | 'duration' | 'id' | 'legalHold' | 'status'>[];
  readonly voicemails: readonly Pick<Voicemail, 'createdAt' | 'duration' | 'id'>[];
}

/** What may be heard of a call by whoever asks. */
export const audioOfCall = query('calls.audio', {
  args: z.strictObject({ callId: z.uuid() }),
  reads: ['calls', 'callEvents', 'recordings', 'voicemails', 'consents', 'tenants'],
  returns: exactly<CallAudio>(),
});
