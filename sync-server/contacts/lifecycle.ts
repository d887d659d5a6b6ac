import { Case } from '#domain/cases/case.ts';
import { idFrom } from '#domain/kernel/context.ts';
import { reserved } from '#domain/people/reserved.ts';
import { Lead } from '#domain/pipeline/lead.ts';
import { auditSystem } from '../audit/record.ts';
import type { Effect } from '../commands/decide.ts';
import type { Transaction } from '../db/transaction.ts';
import { setGoing, type Work } from '../jobs/parts/work.ts';

const topic = 'contacts.lifecycle';
const eventId = 7000;
const telling = new Set(['contactId', 'deletedAt', 'primaryContactId', 'stage', 'status']);
const contactOf = (name: string) => (name === Case.name ? 'primaryContactId' : name === Lead.name ? 'contactId' : null);

/** Sets going that where a contact stands is computed anew, where a command wrote a case or a lead of theirs. */
export const lifecycleEffect: Effect = async (tx, writes, context) => {
  const touched = writes.flatMap(({ entity, before, after, changed }) => {
    const key = contactOf(entity.name);
    return key && changed.some((one) => telling.has(one)) ? [before?.[key], after[key]].filter((id) => typeof id === 'string') : [];
  });
  const ids = [...new Set(touched)];
  const [first] = ids;
  if (first === undefined) return;
  const event = { topic, subjectType: 'contacts', subjectId: first, payload: { ids }, dedupeKey: `${topic}:${context.commandId}` };
  await setGoing(tx, { ...event, tenantId: context.tenantId, id: idFrom(context, eventId), by: context.userId });
};

/** Client with a case that was not cancelled, former where all of those are closed, else by the leads that are open (5.1). */
const stands = `
CASE WHEN EXISTS (SELECT 1 FROM cases k WHERE k.tenant_id = c.tenant_id AND k.primary_contact_id = c.id AND k.deleted_at IS NULL AND k.status NOT IN ('cancelled', 'closed')) THEN 'client'
  WHEN EXISTS (SELECT 1 FROM cases k WHERE k.tenant_id = c.tenant_id AND k.primary_contact_id = c.id AND k.deleted_at IS NULL AND k.status = 'closed') THEN 'formerClient'
  ELSE coalesce((SELECT l.stage FROM leads l WHERE l.tenant_id = c.tenant_id AND l.contact_id = c.id AND l.deleted_at IS NULL AND l.status = 'open' ORDER BY l.stage DESC LIMIT 1), 'unknown') END`;

/** Contacts looked at in one statement: a tenant may have a million, and a statement has half a minute. */
const atOnce = 5000;
const lookText = `
SELECT c.id, c.lifecycle IS DISTINCT FROM ${stands} AS "isDue" FROM contacts c
WHERE c.tenant_id = $1 AND c.deleted_at IS NULL AND c.id > $2 ORDER BY c.id LIMIT ${atOnce}`;
const dueText = `
SELECT c.id, c.lifecycle AS was, ${stands} AS "becomes" FROM contacts c
WHERE c.tenant_id = $1 AND c.deleted_at IS NULL AND c.id = ANY($2) AND c.lifecycle IS DISTINCT FROM ${stands} ORDER BY c.id FOR NO KEY UPDATE OF c`;
const writeText = `
UPDATE contacts c SET lifecycle = due.becomes, updated_at = now(), updated_by = $2, accepted_at = now(), version = c.version + 1
FROM json_to_recordset($3) AS due (id uuid, becomes text) WHERE c.tenant_id = $1 AND c.id = due.id`;

interface Looked {
  readonly id: string;
  readonly isDue: boolean;
}
interface Due {
  readonly id: string;
  readonly was: string;
  readonly becomes: string;
}

/** Computes where contacts stand: those of the event, or all of a tenant. */
export const lifecycleWork: Readonly<Record<typeof topic, Work>> = {
  [topic]: async ({ tenantId, payload }, tx) => {
    if (payload['ids']) return mend(tx, tenantId, payload['ids']);
    for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after !== undefined;) {
      const { rows }: { readonly rows: readonly Looked[] } = await tx.query<Looked>(lookText, [tenantId, after]);
      const due = rows.filter(({ isDue }) => isDue).map(({ id }) => id);
      if (due.length > 0) await mend(tx, tenantId, due);
      after = rows.at(-1)?.id;
    }
  },
};

async function mend(tx: Transaction, tenantId: string, ids: unknown): Promise<void> {
  const { rows } = await tx.query<Due>(dueText, [tenantId, ids]);
  if (rows.length === 0) return;
  await tx.query(writeText, [tenantId, reserved.system, JSON.stringify(rows)]);
  await auditSystem(
    tx,
    tenantId,
    rows.map(({ id, was, becomes }) => ({ action: topic, subjectType: 'contacts', subjectId: id, before: { lifecycle: was }, after: { lifecycle: becomes } })),
  );
}
