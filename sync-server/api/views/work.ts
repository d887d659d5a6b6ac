import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import * as z from 'zod';
import { auditLook, auditView } from '../audit.ts';
import { findRow, listRows, type Asked, type ShownRow, type Within } from '../read.ts';
import { of, readBlock, readBlocks } from './blocks.ts';
import { after, limit, moment, said, view } from './view.ts';

/** One case with all that belongs to it (6.16). */
const caseView = view('/cases/{id}/view', {
  summary: 'Show one case with all that belongs to it',
  args: z.strictObject({}),
  read: async ({ tx, call: { caller }, id, now }) => {
    const { row } = await findRow(tx, entityOf.cases, caller, id);
    const parts = await readBlocks(tx, caller, {
      participants: of('caseParticipants', 'caseId', id),
      links: { entity: 'caseLinks', within: (parameters) => [`${parameters.add(id, 'uuid')} IN (from_case_id, to_case_id)`] },
      clocks: of('slaClocks', 'caseId', id),
      checklists: of('checklists', 'caseId', id),
      checklistItems: of('checklistItems', 'caseId', id),
      notes: of('notes', 'caseId', id),
      timeline: of('activityEvents', 'caseId', id),
      history: of('caseHistory', 'caseId', id),
      documents: of('documents', 'caseId', id),
      tasks: of('tasks', 'caseId', id),
      conversations: of('conversations', 'caseId', id),
      calls: of('calls', 'caseId', id),
    });
    return { asOf: new Date(now).toISOString(), case: row, ...parts };
  },
});

/** One kind of thing that waits for somebody. */
interface Waiting {
  readonly entity: EntityName;
  /** The command that answers it. */
  readonly action: string;
  readonly title: string;
  readonly asked: Asked;
  /** Since when it waits, or when it is due. */
  readonly at?: string;
  readonly within?: Within;
}

const waiting = (me: string, now: string): readonly Waiting[] => {
  const mine: Within = (parameters) => [`(assigned_to IS NULL OR assigned_to = ${parameters.add(me, 'uuid')})`];
  return [
    { entity: 'changeProposals', action: 'changeProposals.approve', title: 'kind', asked: { 'filter[status]': 'proposed' } },
    { entity: 'importBatches', action: 'imports.commit', title: 'kind', asked: { 'filter[status][in]': 'uploaded,parsed,mapped,proposed,approved' } },
    { entity: 'mergeCandidates', action: 'contacts.merge', title: 'entityType', asked: { 'filter[status]': 'open', 'filter[risk]': 'high' } },
    {
      entity: 'approvals',
      action: 'approvals.decide',
      title: 'requiredCapability',
      asked: { 'filter[status]': 'pending' },
      within: (parameters) => [`(approver_id IS NULL OR approver_id = ${parameters.add(me, 'uuid')})`],
    },
    {
      entity: 'reminders',
      action: 'reminders.finish',
      title: 'text',
      at: 'remindAt',
      asked: { 'filter[userId]': me, 'filter[status][in]': 'pending,shown', 'filter[remindAt][lte]': now },
    },
    { entity: 'callbacks', action: 'callbacks.complete', title: 'phone', at: 'dueAt', asked: { 'filter[status][in]': 'pending,attempted' }, within: mine },
    { entity: 'voicemails', action: 'voicemails.handle', title: 'callId', asked: { 'filter[status][in]': 'new,heard' } },
    {
      entity: 'conversations',
      action: 'messages.markRead',
      title: 'subject',
      at: 'lastInteractionAt',
      asked: { 'filter[status][in]': 'active,waiting', 'filter[unreadCount][gt]': '0' },
      within: mine,
    },
    { entity: 'notifications', action: 'notifications.markRead', title: 'title', asked: { 'filter[userId]': me, 'filter[channel]': 'inApp', 'filter[readAt][empty]': 'true' } },
  ];
};

const secondsSince = (at: unknown, now: number) => (typeof at === 'string' ? Math.max(0, Math.round((now - Date.parse(at)) / 1000)) : null);

/** Everything that waits for the caller, the oldest first (6.2). */
const inbox = view('/inbox', {
  summary: 'List what waits for you, the oldest first',
  args: z.strictObject({ types: z.string().max(500).optional().describe('Entities with commas between; all of them unless told.') }),
  read: async ({ tx, call, args: { types }, now }) => {
    const { caller } = call;
    const wanted = types?.split(',');
    const found: (ShownRow & { readonly entity: EntityName })[] = [];
    let isMore = false;
    for (const { entity, action, title, asked, at = 'createdAt', within } of waiting(caller.userId, new Date(now).toISOString())) {
      if (wanted && !wanted.includes(entity)) continue;
      const listed = await readBlock(tx, caller, { entity, asked: { ...asked, limit: '100' }, ...(within ? { within } : {}) });
      isMore ||= listed !== null && listed.next !== null;
      for (const row of listed?.data ?? []) {
        const since = row[at] ?? row['createdAt'] ?? null;
        found.push({ entity, id: row['id'], title: row[title] ?? null, at: since, ageSeconds: secondsSince(since, now), risk: row['risk'] ?? null, action, row });
      }
    }
    await auditView(
      tx,
      'inbox.view',
      found.map(({ entity }) => entity),
      call,
      now,
    );
    return { asOf: new Date(now).toISOString(), data: found.toSorted((one, other) => Number(other['ageSeconds']) - Number(one['ageSeconds'])), isMore };
  },
});

/** Who did what (6.20). */
const auditTrail = view('/audit-trail', {
  summary: 'List who did what, the newest first',
  args: z.strictObject({
    subjectType: z.string().max(60).optional().describe('The entity that it was done to.'),
    subjectId: z.uuid().optional().describe('The row that it was done to.'),
    actorId: z.uuid().optional().describe('Who did it.'),
    caseId: z.uuid().optional().describe('On which case.'),
    action: z.string().max(80).optional().describe('The command, or what else was done.'),
    from: moment('Not before this moment.'),
    to: moment('Before this moment.'),
    after,
    limit,
  }),
  read: async ({ tx, call, args: { from, to, after: cursor, limit: most, ...equal }, now }) => {
    const filters = Object.entries(equal).map(([key, value]): [string, string | undefined] => [`filter[${key}]`, value]);
    const asked = said({ ...Object.fromEntries(filters), 'filter[at][gte]': from, 'filter[at][lt]': to, after: cursor, limit: most });
    const listed = await listRows(tx, entityOf.auditEvents, call.caller, asked);
    await auditLook(tx, entityOf.auditEvents, call, now);
    return listed;
  },
});

/** Read models about work. */
export const workViews = [caseView, inbox, auditTrail];
