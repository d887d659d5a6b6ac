import { CallEvent } from '#domain/calls/call-event.ts';
import { Call } from '#domain/calls/call.ts';
import { Recording } from '#domain/calls/recording.ts';
import { command, insert, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite, type Rows } from '#domain/kernel/rows.ts';
import * as z from 'zod';

const recording = z.strictObject({ id: idOf('recordings') });
const withReason = recording.extend({ reason: z.string().trim().min(3).max(1000) });
const own = ({ args, rows }: { readonly args: { readonly id: Recording['id'] }; readonly rows: Rows }) => [rows.get(Recording, args.id)];
const about = ({ id }: z.output<typeof recording>) => ({ type: 'recordings', id }) as const;

/** Writes down that recording is off while something is said that must not be kept; the hub has the PBX do it. */
export const pauseRecording = command('recordings.pause', {
  title: 'Pause the recording',
  args: z.strictObject({ id: idOf('calls'), isPaused: z.boolean().default(true) }),
  mode: 'offline',
  capability: 'calls.make',
  needs: ({ id }) => [toRead(Call, { id })],
  run: ({ args, rows, context }) => [
    insert(CallEvent, idFrom(context, 0), {
      callId: rows.get(Call, args.id).id,
      eventType: args.isPaused ? 'recordingPaused' : 'recordingStarted',
      at: context.at,
      userId: context.userId,
    }),
  ],
});

function checkReady({ status }: Recording): readonly [] {
  if (status !== 'ready') throw new Refusal('recording.notReady', 'id', 'This recording has not arrived yet, or is kept no more.');
  return [];
}

/** Checks that a recording may be heard; the audit keeps who heard it. */
export const listenToRecording = command('recordings.listen', {
  title: 'Listen to the recording',
  args: recording,
  mode: 'online',
  capability: 'recordings.listen',
  needs: ({ id }) => [toRead(Recording, { id })],
  on: own,
  about,
  run: ({ args, rows }) => checkReady(rows.get(Recording, args.id)),
});

/** Checks that a recording may be taken away as a file; the audit keeps who took it. */
export const downloadRecording = command('recordings.download', {
  title: 'Download the recording',
  args: recording,
  mode: 'online',
  capability: 'recordings.download',
  needs: ({ id }) => [toRead(Recording, { id })],
  on: own,
  about,
  run: ({ args, rows }) => checkReady(rows.get(Recording, args.id)),
});

/** Deletes a recording for good: its audio goes within the hour. */
export const deleteRecording = command('recordings.delete', {
  title: 'Delete the recording',
  args: withReason,
  mode: 'online',
  capability: 'recordings.delete',
  needs: ({ id }) => [toWrite(Recording, { id })],
  on: own,
  run: ({ args, rows }) => {
    const row = rows.get(Recording, args.id);
    if (row.legalHold) throw new Refusal('recording.legalHold', 'id', 'This recording is under legal hold.');
    return [update(Recording, row.id, { status: 'deleted' }, args.reason)];
  },
});

/** Keeps a recording from deletion, or lets it go again. */
export const holdRecording = command('recordings.setHold', {
  title: 'Set a legal hold on the recording',
  args: withReason.extend({ on: z.boolean().default(true) }),
  mode: 'online',
  capability: 'recordings.delete',
  needs: ({ id }) => [toWrite(Recording, { id })],
  on: own,
  run: ({ args, rows }) => [update(Recording, rows.get(Recording, args.id).id, { legalHold: args.on }, args.reason)],
});
