import { entityOf } from '#domain/registry.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Work } from '../../jobs/parts/work.ts';
import type { FileStore } from '../../storage/parts/store.ts';
import type { ApiCaller } from '../caller.ts';
import { listRows, type Asked } from '../read.ts';
import { said } from '../views/view.ts';
import { keepFile, whoAsked } from './file.ts';

/** Makes the file of the audit trail that somebody asked for, oldest first, each row with its place in the chain. */
export const exportAudit = (store: FileStore): Readonly<Record<'audit.export', Work>> => ({
  'audit.export': async (event, tx) => {
    const caller = await whoAsked(tx, event);
    const { from, to, ...equal } = Object(event.payload['filter']) as Readonly<Record<string, string | undefined>>;
    const filters = Object.entries(equal).map(([key, value]): [string, string | undefined] => [`filter[${key}]`, value]);
    const asked = said({ ...Object.fromEntries(filters), 'filter[at][gte]': from, 'filter[at][lt]': to ?? event.createdAt.toISOString() });
    const head = { exportedAt: event.createdAt.toISOString(), exportedBy: event.createdBy, filter: event.payload['filter'] ?? {} };
    await keepFile(tx, event, { store, name: `audit-${head.exportedAt.slice(0, 10)}.json`, entity: 'auditEvents', act: 'audit.exported', lines: linesOf(tx, caller, asked, head) });
  },
});

async function* linesOf(tx: Transaction, caller: ApiCaller, asked: Asked, head: object): AsyncIterable<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"events":[`;
  let separator = '\n';
  for (let after: Asked = {}; ;) {
    const found = await listRows(tx, entityOf.auditEvents, caller, { ...asked, ...after, limit: '500', sort: 'id' });
    for (const event of found.data) {
      yield `${separator}${JSON.stringify(event)}`;
      separator = ',\n';
    }
    if (found.next === null) break;
    after = { after: found.next };
  }
  yield '\n]}\n';
}
