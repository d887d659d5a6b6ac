import { Case } from '#domain/cases/case.ts';
import { CaseParticipant } from '#domain/cases/case-participant.ts';
import { defaultPermissions, participantsOf } from '#domain/cases/rules.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { command, insert, remove, update } from '#domain/kernel/command.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { idOf } from '#domain/kernel/field.ts';
import { toRead, toWrite } from '#domain/kernel/rows.ts';
import * as z from 'zod';

const permission = z.enum(['view', 'message', 'upload', 'manage']);

/** Adds a contact to a case in a role. */
export const addParticipant = command('participants.add', {
  title: 'Add a participant',
  args: z.strictObject({ caseId: idOf('cases'), contactId: idOf('contacts'), role: CaseParticipant.fields.role.schema, permissions: z.array(permission).optional() }),
  mode: 'offline',
  capability: 'participants.manage',
  needs: ({ caseId, contactId }) => [toWrite(Case, { id: caseId }), toRead(Contact, { id: contactId }), participantsOf(caseId)],
  on: ({ args, rows }) => [rows.get(Case, args.caseId)],
  run: ({ args, rows, context }) => {
    const contact = rows.get(Contact, args.contactId);
    const twin = rows.find(CaseParticipant, { caseId: args.caseId }).some(({ contactId, role }) => contactId === args.contactId && role === args.role);
    if (twin) throw new Refusal('participant.exists', 'contactId', 'This contact already has this role on the case.');
    const permissions = args.permissions ?? defaultPermissions(args.role);
    return [
      insert(CaseParticipant, idFrom(context, 0), {
        caseId: args.caseId,
        contactId: args.contactId,
        userId: contact.userId,
        role: args.role,
        permissions,
        assignedBy: context.userId,
        assignedAt: context.at,
      }),
    ];
  },
});

/** Changes a participant's rights, or lets them rest. */
export const updateParticipant = command('participants.update', {
  title: 'Change a participant',
  args: z.strictObject({ id: idOf('caseParticipants'), caseId: idOf('cases'), permissions: z.array(permission).optional(), isActive: z.boolean().optional() }),
  mode: 'offline',
  capability: 'participants.manage',
  needs: ({ id, caseId }) => [toWrite(Case, { id: caseId }), toWrite(CaseParticipant, { id })],
  on: ({ args, rows }) => [rows.get(Case, args.caseId)],
  run: ({ args, rows }) => {
    if (rows.get(CaseParticipant, args.id).caseId !== args.caseId) throw new Refusal('row.missing', 'id');
    return [
      update(CaseParticipant, args.id, { ...(args.permissions ? { permissions: args.permissions } : {}), ...(args.isActive === undefined ? {} : { isActive: args.isActive }) }),
    ];
  },
});

/** Takes a participant off a case. */
export const removeParticipant = command('participants.remove', {
  title: 'Remove a participant',
  args: z.strictObject({ id: idOf('caseParticipants'), caseId: idOf('cases') }),
  mode: 'offline',
  capability: 'participants.manage',
  needs: ({ id, caseId }) => [toWrite(Case, { id: caseId }), toWrite(CaseParticipant, { id }), participantsOf(caseId)],
  on: ({ args, rows }) => [rows.get(Case, args.caseId)],
  run: ({ args, rows }) => {
    const leaving = rows.get(CaseParticipant, args.id);
    if (leaving.caseId !== args.caseId) throw new Refusal('row.missing', 'id');
    const clients = rows.find(CaseParticipant, { caseId: args.caseId }).filter(({ role }) => role === 'client');
    if (leaving.role === 'client' && clients.length === 1) throw new Refusal('participant.lastClient', 'id', 'A case keeps at least one client.');
    return [remove(CaseParticipant, args.id)];
  },
});
