import { snake } from '#domain/kernel/names.ts';
import { entityOf, registry } from '#domain/registry.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Work } from '../../jobs/parts/work.ts';
import type { FileStore } from '../../storage/parts/store.ts';
import type { ApiCaller } from '../caller.ts';
import { listRows, type Asked, type Listed, type ShownRow } from '../read.ts';
import { readBlock } from '../views/blocks.ts';
import { keepFile, whoAsked } from './file.ts';

/** Contacts whose records are read together. */
const atOnce = 100;
const page = '500';

/** Every kind of record that names a contact, and by which fields. */
const aboutContacts = Map.groupBy(registry.dependentsOf('contacts'), ({ entity }) => entity.name);

/** Makes the file of contacts that somebody asked for: each with all that hangs on it, as far as they may see it. */
export const exportContacts = (store: FileStore): Readonly<Record<'contacts.export', Work>> => ({
  'contacts.export': async (event, tx) => {
    const caller = await whoAsked(tx, event);
    const filter = Object.entries(Object(event.payload['filter'])).map(([key, value]) => [`filter[${key}]`, String(value)]);
    const head = { exportedAt: event.createdAt.toISOString(), exportedBy: event.createdBy, filter: event.payload['filter'] ?? {} };
    const lines = linesOf(tx, caller, Object.fromEntries(filter), head);
    await keepFile(tx, event, { store, name: `contacts-${head.exportedAt.slice(0, 10)}.json`, entity: 'contacts', act: 'contacts.exported', lines });
  },
});

async function* linesOf(tx: Transaction, caller: ApiCaller, asked: Asked, head: object): AsyncIterable<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"contacts":[`;
  let separator = '\n';
  for (let after: Asked = {}; ;) {
    const found = await listRows(tx, entityOf.contacts, caller, { ...asked, ...after, limit: String(atOnce), sort: 'id' });
    const records = await recordsOf(
      tx,
      caller,
      found.data.map(({ id }) => String(id)),
    );
    for (const contact of found.data) {
      yield `${separator}${JSON.stringify({ ...contact, records: records(String(contact['id'])) })}`;
      separator = ',\n';
    }
    if (found.next === null) break;
    after = { after: found.next };
  }
  yield '\n]}\n';
}

/** What hangs on contacts, by contact and kind. */
async function recordsOf(tx: Transaction, caller: ApiCaller, ids: readonly string[]): Promise<(id: string) => Readonly<Record<string, readonly ShownRow[]>>> {
  const held: [name: string, rows: readonly ShownRow[], fields: readonly string[]][] = [];
  for (const [entity, dependents] of aboutContacts) {
    const fields = dependents.map(({ field }) => field);
    const rows: ShownRow[] = [];
    for (let next: string | null = ''; next !== null;) {
      const listed: Listed | null = await readBlock(tx, caller, {
        entity,
        asked: { limit: page, ...(next === '' ? {} : { after: next }) },
        within: (parameters) => {
          const mark = parameters.add(ids, 'uuid[]');
          return [`(${fields.map((field) => `${snake(field)} = ANY(${mark})`).join(' OR ')})`];
        },
      });
      rows.push(...(listed?.data ?? []));
      next = listed?.next ?? null;
    }
    if (rows.length > 0) held.push([entity, rows, fields]);
  }
  return (id) =>
    Object.fromEntries(
      held.flatMap(([name, rows, fields]) => {
        const own = rows.filter((row) => fields.some((field) => row[field] === id));
        return own.length > 0 ? [[name, own]] : [];
      }),
    );
}
