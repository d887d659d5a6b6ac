import { Case } from '#domain/cases/case.ts';
import { Note } from '#domain/cases/note.ts';
import { noteToWrite } from '#domain/cases/rules.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { command, insert, remove, update } from '#domain/kernel/command.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { edit } from '#domain/kernel/merge.ts';
import { patchOf } from '#domain/kernel/patch.ts';
import { toRead } from '#domain/kernel/rows.ts';
import * as z from 'zod';

const editable = ['body', 'isInternal', 'isPinned'] as const;
const subject = z.union([z.strictObject({ caseId: idOf('cases') }), z.strictObject({ contactId: idOf('contacts') })]);

/** Adds a note to a case or a contact. */
export const addNote = command('notes.add', {
  title: 'Add a note',
  args: z.strictObject({ subject, body: z.string().min(1).max(100_000), isInternal: z.boolean().optional(), isPinned: z.boolean().optional() }),
  mode: 'offline',
  capability: 'notes.write',
  needs: ({ subject: to }) => ['caseId' in to ? toRead(Case, { id: to.caseId }) : toRead(Contact, { id: to.contactId })],
  on: ({ args, rows }) => ['caseId' in args.subject ? rows.get(Case, args.subject.caseId) : rows.get(Contact, args.subject.contactId)],
  run: ({ args, context }) => {
    const to = args.subject;
    const place =
      'caseId' in to ? ({ subjectType: 'cases', subjectId: to.caseId, caseId: to.caseId } as const) : ({ subjectType: 'contacts', subjectId: to.contactId, caseId: null } as const);
    return [insert(Note, idFrom(context, 0), { ...place, body: args.body, isInternal: args.isInternal ?? true, isPinned: args.isPinned ?? false })];
  },
});

/** Changes a note of one's own; `base` holds the values the editor saw. */
export const editNote = command('notes.edit', {
  title: 'Edit the note',
  args: z.strictObject({ id: idOf('notes'), patch: patchOf(Note, editable), base: patchOf(Note, editable) }),
  mode: 'offline',
  capability: 'notes.write',
  needs: noteToWrite,
  on: ({ args, rows }) => [rows.get(Note, args.id)],
  run: ({ args, rows, context }) => {
    const note = ownNote(rows.get(Note, args.id), context);
    return [update(Note, note.id, edit(Note, note, args.patch, args.base))];
  },
});

/** Deletes a note of one's own. */
export const removeNote = command('notes.remove', {
  title: 'Delete the note',
  args: z.strictObject({ id: idOf('notes') }),
  mode: 'offline',
  capability: 'notes.write',
  needs: noteToWrite,
  on: ({ args, rows }) => [rows.get(Note, args.id)],
  run: ({ args, rows, context }) => [remove(Note, ownNote(rows.get(Note, args.id), context).id)],
});

function ownNote(note: Note, { userId, grants }: Context): Note {
  if (note.createdBy !== userId && grants['notes.write'] !== 'tenant') throw new Refusal('note.notYours', 'id', 'Only its author may change a note.');
  return note;
}
