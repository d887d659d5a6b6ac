import { createLargeReplica, personId, caseId } from './support/large-replica.ts';
import { openReader } from '../../main/replica/open.ts';
import { createQueryReader } from '../../main/bridge/reader.ts';
import { seedId, seedReader } from '../../main/bridge/seeded-replica.ts';
import { queries } from '../../domain/registry.ts';
import * as fs from 'node:fs';
const file = '/tmp/tmp.DriamYBzME/r.db';
console.time('make');
const r = fs.existsSync(file) ? { place: { file, key: fs.readFileSync('/tmp/tmp.DriamYBzME/key', 'utf8') } } : createLargeReplica(file, 200_000); fs.writeFileSync('/tmp/tmp.DriamYBzME/key', r.place.key);
console.timeEnd('make');
console.log(fs.statSync(file).size / 1e6, 'MB');
const db = openReader(r.place);
const plans = new Map<string, string>();
const real = db.prepare.bind(db);
(db as any).prepare = (sql: string) => { if (!plans.has(sql)) plans.set(sql, (real('EXPLAIN QUERY PLAN ' + sql).all(...Array(sql.split('?').length - 1).fill('x')) as any[]).map((x) => x.detail).join(' | ')); return real(sql); };
const reader = createQueryReader((w, c) => console.log(w, c));
reader.open(db, seedReader());
const filters: Record<string, object> = { none: {}, open: { status: ['open'] }, active: { status: ['open', 'onHold', 'pending'] }, mine: { assignedTo: personId(5), status: ['open', 'onHold'] }, mineAll: { assignedTo: personId(5) }, team: { teamId: seedId(20, 3) }, teamOpen: { teamId: seedId(20, 3), status: ['open', 'onHold', 'pending'] }, unassigned: { unassigned: true }, contact: { contactId: seedId(8, 77) }, word: { text: 'refund' }, rare: { text: 'MAT-2026-000777' } };
const only = process.argv[2];
for (const sort of ['openedAt', 'dueAt', 'title', 'priority']) for (const [name, filter] of Object.entries(filters)) for (const descending of [true, false]) {
  const contract = queries.find((q) => q.name === 'cases.list')!;
  const times: number[] = []; let after: string | null = null;
  for (let i = 0; i < 30; i++) { const reply = reader.run('cases.list', contract.args.parse({ ...filter, sort, descending, after })); if (!reply.ok) throw reply; times.push(reply.took); after = JSON.parse(reply.text).next; }
  times.sort((a, b) => a - b);
  const line = `${sort} ${name} ${descending ? 'desc' : 'asc'} p50 ${times[15].toFixed(2)} max ${times[29].toFixed(2)}`;
  console.log(times[29] > 5 ? '!! ' + line : line);
}
for (const [name, args] of [['cases.timeline', { id: caseId(7) }], ['cases.get', { id: caseId(7) }], ['cases.count', {}], ['contacts.list', {}], ['contacts.list', { text: 'refund' }], ['records.list', { entity: 'notes' }], ['records.list', { entity: 'notes', where: { caseId: caseId(7) } }], ['records.search', { text: 'refund' }], ['records.search', { text: 'MAT-2026-000777' }], ['records.search', { text: 'refund visit' }], ['records.count', {}], ['contacts.lookup', { address: '+254700000777' }], ['people.members', {}]] as const) {
  const contract = queries.find((q) => q.name === name)!;
  const times: number[] = [];
  for (let i = 0; i < 20; i++) { const reply = reader.run(name, contract.args.parse(args)); if (!reply.ok) throw reply; times.push(reply.took); }
  times.sort((a, b) => a - b);
  console.log(name, JSON.stringify(args), 'p50', times[10].toFixed(2), 'max', times[19].toFixed(2));
}
for (const [sql, plan] of plans) if (/SCAN (?!\()|TEMP B-TREE/.test(plan)) console.log('\n' + sql.replace(/\s+/g, ' ').slice(0, 400) + '\n   ' + plan);
