import { openReader } from '../../main/replica/open.ts';
import * as fs from 'node:fs';
const db = openReader({ file: '/tmp/tmp.DriamYBzME/r.db', key: fs.readFileSync('/tmp/tmp.DriamYBzME/key', 'utf8') });
const t = (name: string, sql: string, ...v: any[]) => { const s = db.prepare(sql); const times = []; for (let i = 0; i < 7; i++) { const a = performance.now(); s.all(...v); times.push(performance.now() - a); } times.sort((a, b) => a - b); console.log(name, times[3].toFixed(1), times[6].toFixed(1)); };
for (const table of ['notes_search', 'cases_search', 'contacts_search']) {
const n = (db.prepare('SELECT count(*) c FROM ' + table + ' WHERE ' + table + ' MATCH ?').get('"refund"*') as any).c; console.log(table, n);
t('count', 'SELECT count(*) FROM ' + table + ' WHERE ' + table + ' MATCH ?', '"refund"*');
t('offset', 'SELECT rowid FROM ' + table + ' WHERE ' + table + ' MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET 5000', '"refund"*');
const first = (db.prepare('SELECT rowid r FROM ' + table + ' WHERE ' + table + ' MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET 5000').get('"refund"*') as any)?.r ?? 0;
t('rank all', 'SELECT rowid, rank FROM ' + table + ' WHERE ' + table + ' MATCH ? ORDER BY rank LIMIT 20', '"refund"*');
t('rank win', 'SELECT rowid, rank FROM ' + table + ' WHERE ' + table + ' MATCH ? AND rowid >= ? ORDER BY rank LIMIT 20', '"refund"*', first);
t('rank win no *', 'SELECT rowid, rank FROM ' + table + ' WHERE ' + table + ' MATCH ? AND rowid >= ? ORDER BY rank LIMIT 20', '"refund"', first);
t('win no rank', 'SELECT rowid FROM ' + table + ' WHERE ' + table + ' MATCH ? AND rowid >= ? LIMIT 5000', '"refund"*', first);
t('snippet', "SELECT rowid, snippet(" + table + ", -1, '<', '>', '…', 12) FROM " + table + ' WHERE ' + table + ' MATCH ? AND rowid >= ? ORDER BY rank LIMIT 20', '"refund"*', first);
}
console.log('--- two steps');
for (const table of ['notes_search', 'cases_search']) {
const first = (db.prepare('SELECT rowid r FROM ' + table + ' WHERE ' + table + ' MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET 5000').get('"refund"*') as any)?.r ?? 0;
t('rank+0', 'SELECT rowid, rank FROM ' + table + ' WHERE ' + table + ' MATCH ? AND rowid >= ? ORDER BY rank + 0 LIMIT 20', '"refund"*', first);
const ids = (db.prepare('SELECT rowid r, rank FROM ' + table + ' WHERE ' + table + ' MATCH ? AND rowid >= ? ORDER BY rank + 0 LIMIT 20').all('"refund"*', first) as any[]).map((x) => x.r);
t('snip', "SELECT rowid, snippet(" + table + ", -1, '<', '>', '…', 12) FROM " + table + ' WHERE ' + table + ' MATCH ? AND rowid IN (' + ids.join() + ')', '"refund"*');
t('rowid range', 'SELECT rowid FROM ' + table + ' WHERE ' + table + ' MATCH ? AND rowid >= ? ORDER BY rowid', '"refund"*', first);
}
for (const table of ['notes_search', 'cases_search']) {
const first = (db.prepare('SELECT rowid r FROM ' + table + ' WHERE ' + table + ' MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET 5000').get('"refund"*') as any)?.r ?? 0;
const ids = (db.prepare('SELECT rowid r, rank FROM ' + table + ' WHERE ' + table + ' MATCH ? AND rowid >= ? ORDER BY rank + 0 LIMIT 20').all('"refund"*', first) as any[]).map((x) => x.r);
const s = db.prepare("SELECT rowid, snippet(" + table + ", -1, '<', '>', '…', 12) FROM " + table + ' WHERE ' + table + ' MATCH ? AND rowid = ?');
for (let k = 0; k < 5; k++) { const a = performance.now(); for (const id of ids) s.all('"refund"*', id); console.log('snip each', (performance.now() - a).toFixed(1)); }
}
