import { Voicemail } from '#domain/calls/voicemail.ts';
import { command, update } from '#domain/kernel/command.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toWrite } from '#domain/kernel/rows.ts';
import * as z from 'zod';

/** Opens a message: it is heard from then on, and the audit keeps who heard it. */
export const listenToVoicemail = command('voicemails.listen', {
  title: 'Listen to the message',
  args: z.strictObject({ id: idOf('voicemails') }),
  mode: 'online',
  capability: 'recordings.listen',
  needs: ({ id }) => [toWrite(Voicemail, { id })],
  on: ({ args, rows }) => [rows.get(Voicemail, args.id)],
  about: ({ id }) => ({ type: 'voicemails', id }),
  run: ({ args, rows }) => {
    const { id, status } = rows.get(Voicemail, args.id);
    if (status === 'deleted') throw new Refusal('voicemail.deleted', 'id', 'This message was deleted.');
    return status === 'new' ? [update(Voicemail, id, { status: 'heard' })] : [];
  },
});
