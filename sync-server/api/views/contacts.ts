import { normalizeName, normalizePoint } from '#domain/contacts/rules.ts';
import { lookupContacts } from '#domain/contacts/queries.ts';
import { entityNames } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import * as z from 'zod';
import { auditView } from '../audit.ts';
import { sightOf, createParameters } from '../conditions.ts';
import { findRow, listRows, type ShownRow } from '../read.ts';
import { of, readBlock, readBlocks } from './blocks.ts';
import { after, limit, moment, said, view, type Look } from './view.ts';

const nothing = z.strictObject({});
const open = { opportunities: 'lead,qualified,proposal,negotiation', cases: 'pending,open,onHold', tasks: 'todo,inProgress,review' } as const;

/** Everything about one contact (6.1); a part that the caller may not see is null. */
const contact360 = view('/contacts/{id}/360', {
  summary: 'Show everything about one contact',
  args: nothing,
  read: async ({ tx, call, id, now }) => {
    const { caller } = call;
    const { row } = await findRow(tx, entityOf.contacts, caller, id);
    const accountId = typeof row['accountId'] === 'string' ? row['accountId'] : null;
    const { documents, ...parts } = await readBlocks(tx, caller, {
      points: of('contactPoints', 'contactId', id),
      consents: of('consents', 'contactId', id),
      households: of('householdMembers', 'contactId', id),
      groups: of('contactGroupMembers', 'contactId', id),
      relationships: { entity: 'relationships', within: (parameters) => [eitherIs(['from_contact_id', 'to_contact_id'], parameters.add(id, 'uuid'))] },
      leads: of('leads', 'contactId', id, { 'filter[status]': 'open' }),
      opportunities: of('opportunities', 'contactId', id, { 'filter[stage][in]': open.opportunities }),
      cases: of('cases', 'primaryContactId', id, { 'filter[status][in]': open.cases }),
      interactions: of('interactions', 'contactId', id, { sort: '-happenedAt', limit: '20' }),
      tasks: of('tasks', 'contactId', id, { 'filter[status][in]': open.tasks }),
      documents: of('documents', 'contactId', id, { fields: 'id', limit: '500' }),
      scores: of('qdScores', 'contactId', id),
      propertyInterests: of('propertyInterests', 'contactId', id),
      invoices: {
        entity: 'invoices',
        within: (parameters) => {
          const sight = sightOf(entityOf.engagements, caller, parameters) ?? ['false'];
          return [`engagement_id IN (SELECT id FROM engagements WHERE ${sight.join(' AND ')} AND contact_id = ${parameters.add(id, 'uuid')})`];
        },
      },
    });
    const account = accountId === null ? null : await readBlock(tx, caller, of('accounts', 'id', accountId));
    const held = { qdScores: parts.scores, invoices: parts.invoices } as const;
    const shown = entityNames.filter((name) => (held[name as keyof typeof held]?.data.length ?? 0) > 0);
    await auditView(tx, 'contacts.view360', shown, call, now, { type: 'contacts', id });
    return { asOf: new Date(now).toISOString(), contact: row, account: account?.data[0] ?? null, ...parts, documentCount: documents && documents.data.length };
  },
});

const eitherIs = (columns: readonly string[], mark: string) => `(${columns.map((column) => `${column} = ${mark}`).join(' OR ')})`;

/** What was said and done with one contact or on one case, the newest first (6.4). */
const timelineOf = (path: string, entity: 'cases' | 'contacts', field: string) =>
  view(path, {
    summary: `List what was said and done ${entity === 'cases' ? 'on one case' : 'with one contact'}, the newest first`,
    args: z.strictObject({
      channels: z.string().max(200).optional().describe('Channels with commas between; all of them unless told.'),
      from: moment('Not before this moment.'),
      to: moment('Before this moment.'),
      after,
      limit,
    }),
    read: async ({ tx, call: { caller }, args: { channels, from, to, ...page }, id }) => {
      await findRow(tx, entityOf[entity], caller, id, 'id');
      const filters = said({ [`filter[${field}]`]: id, 'filter[channel][in]': channels, 'filter[happenedAt][gte]': from, 'filter[happenedAt][lt]': to });
      return listRows(tx, entityOf.interactions, caller, { ...filters, ...said(page), sort: '-happenedAt' });
    },
  });

/** The merges of one contact or account. */
const mergesOf = (entity: 'accounts' | 'contacts') =>
  view(`/${entity}/{id}/merges`, {
    summary: `List the merges of one ${entityOf[entity].singular.toLowerCase()}`,
    args: z.strictObject({ after, limit }),
    read: async ({ tx, call: { caller }, args, id }) => {
      await findRow(tx, entityOf[entity], caller, id, 'id');
      return listRows(tx, entityOf.contactMerges, caller, { ...said(args), 'filter[entityType]': entity }, (parameters) => [
        eitherIs(['winner_id', 'loser_id'], parameters.add(id, 'uuid')),
      ]);
    },
  });

/** Who is reached at a number or address (6.10). */
const lookup = view('/contacts/lookup', {
  summary: 'Find who is reached at a number or an address',
  args: lookupContacts.args,
  read: async ({ tx, call: { caller }, args: { address } }) => {
    const forms = [...new Set(['phone', 'email', 'url'].map((kind) => normalizePoint(kind, address)))].filter((form) => form !== '');
    const points = await listRows(tx, entityOf.contactPoints, caller, { limit: '100' }, (parameters) => [`normalized = ANY(${parameters.add(forms, 'text[]')})`]);
    const ids = [...new Set(points.data.map((point) => point['contactId']))];
    const contacts = await listRows(tx, entityOf.contacts, caller, { limit: '100', fields: 'id,fullName,kind' }, (parameters) => [`id = ANY(${parameters.add(ids, 'uuid[]')})`]);
    return { data: contacts.data.map((contact) => ({ ...contact, value: points.data.find((point) => point['contactId'] === contact['id'])?.['value'] ?? null })) };
  },
});

/** The clients with what is open with each of them (6.3). */
const clients = view('/clients', {
  summary: 'List clients with what is open with each',
  args: z.strictObject({
    text: z.string().min(1).max(200).optional().describe('A part of the name.'),
    ownerId: z.uuid().optional().describe('Whose clients.'),
    groupId: z.uuid().optional().describe('Of which contact group.'),
    sort: z.enum(['normalizedName', '-normalizedName', 'updatedAt', '-updatedAt']).default('normalizedName').describe('The order.'),
    after,
    limit,
  }),
  read: async (look) => {
    const { tx, call, args } = look;
    const { text, ownerId, groupId, ...page } = args;
    const listed = await listRows(tx, entityOf.contacts, call.caller, said({ ...page, 'filter[ownerId]': ownerId }), (parameters) => [
      'merged_into_id IS NULL',
      ...(text === undefined ? [] : [`normalized_name LIKE ${parameters.add(`%${normalizeName(text).replace(/[\\%_]/g, '\\$&')}%`, 'text')}`]),
      ...(groupId === undefined
        ? []
        : [
            `id IN (SELECT contact_id FROM contact_group_members WHERE tenant_id = ${parameters.add(call.caller.tenantId, 'uuid')} AND group_id = ${parameters.add(groupId, 'uuid')} AND deleted_at IS NULL)`,
          ]),
    ]);
    const ids = listed.data.map(({ id }) => id);
    const lastActivity = await perContact(look, 'interactions', 'contact_id', 'max(happened_at)', ids);
    const opportunities = await perContact(look, 'opportunities', 'contact_id', 'count(*)', ids, `stage NOT IN ('won', 'lost')`);
    const cases = await perContact(look, 'cases', 'primary_contact_id', 'count(*)', ids, `status IN ('pending', 'open', 'onHold')`);
    const scores = await readBlock(tx, call.caller, {
      entity: 'qdScores',
      asked: { limit: '500' },
      within: (parameters) => [`contact_id = ANY(${parameters.add(ids, 'uuid[]')})`],
    });
    const counted = (figures: ReadonlyMap<unknown, unknown> | null, id: unknown) => figures && Number(figures.get(id) ?? 0);
    const data = listed.data.map((row): ShownRow => ({
      ...row,
      lastActivityAt: momentOf(lastActivity?.get(row['id'])),
      activeOpportunityCount: counted(opportunities, row['id']),
      openCaseCount: counted(cases, row['id']),
      qdSummary:
        scores && scores.data.filter((score) => score['contactId'] === row['id']).map(({ scoreType, currentValue, computedAt }) => ({ scoreType, currentValue, computedAt })),
    }));
    return { data, next: listed.next };
  },
});

const momentOf = (value: unknown) => (value instanceof Date ? value.toISOString() : null);

/** One figure for each contact over the rows that the caller may see; null where they see none of the kind. */
async function perContact(
  { tx, call }: Pick<Look<unknown>, 'call' | 'tx'>,
  name: 'cases' | 'interactions' | 'opportunities',
  column: string,
  figure: string,
  ids: readonly unknown[],
  when = 'true',
) {
  const parameters = createParameters();
  const sight = sightOf(entityOf[name], call.caller, parameters);
  if (!sight) return null;
  const conditions = [...sight, 'deleted_at IS NULL', when, `${column} = ANY(${parameters.add(ids, 'uuid[]')})`];
  const { rows } = await tx.query<{ id: string; figure: unknown }>(
    `SELECT ${column} AS id, ${figure} AS figure FROM ${name} WHERE ${conditions.join(' AND ')} GROUP BY ${column}`,
    [...parameters.values],
  );
  return new Map<unknown, unknown>(rows.map(({ id, figure: value }) => [id, value]));
}

/** What is known of the quality of dealings with one contact (6.11). */
const scores = view('/contacts/{id}/qd', {
  summary: 'Show the QD scores of one contact and their history',
  args: nothing,
  read: async ({ tx, call: { caller }, id }) => {
    await findRow(tx, entityOf.contacts, caller, id, 'id');
    return {
      scores: await listRows(tx, entityOf.qdScores, caller, { 'filter[contactId]': id, limit: '500' }),
      series: await listRows(tx, entityOf.qdTimeseries, caller, { 'filter[contactId]': id, limit: '500' }),
    };
  },
});

/** Read models about contacts. */
export const contactViews = [
  contact360,
  timelineOf('/contacts/{id}/timeline', 'contacts', 'contactId'),
  timelineOf('/cases/{id}/timeline', 'cases', 'caseId'),
  mergesOf('contacts'),
  mergesOf('accounts'),
  lookup,
  clients,
  scores,
];
