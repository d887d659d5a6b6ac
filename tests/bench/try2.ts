import { startDesks } from '../../main/desk.ts';
const t0 = performance.now();
const running = await startDesks({ hubUrl: process.argv[2]!, home: '/tmp/tmp.DriamYBzME/desks', desks: 2, port: 0, pages: '/tmp/tmp.DriamYBzME/pages', signIn: ['amina', 'joao'].map((n) => ({ subdomain: 'demo', email: n + '@demo.holdfast.test', password: 'holdfast-demo' })) });
console.log('started', performance.now() - t0, running.desks.map((d) => d.url));
const heard: any[] = [];
const windows = running.desks.map(({ core }, n) => core.connect({ post: (t) => { const m = JSON.parse(t); if (n === 0 && m.id < 4) console.log('desk', n, m.id, (performance.now() - t0).toFixed(0), t.slice(0, 260)); heard.push([n, performance.now(), m]); } }));
windows[0].receive({ verb: 'watch', id: 1, name: 'desk.status', args: {} });
windows[0].receive({ verb: 'watch', id: 2, name: 'cases.count', args: {} });
windows[0].receive({ verb: 'query', id: 3, name: 'cases.list', args: { limit: 3 } });
await new Promise((r) => setTimeout(r, 6000));
console.log(running.desks[0].core.status());
const lists = await Promise.all(windows.map((w, n) => new Promise<any>((done) => { const id = 100 + n; w.receive({ verb: 'query', id, name: 'cases.list', args: { limit: 200, status: ['open'] } }); const poll = () => { const h = heard.find((x) => x[0] === n && x[2].id === id); h ? done(h[2]) : setTimeout(poll, 5); }; poll(); })));
console.log(lists.map((l) => l.value?.rows.length ?? l));
const both = lists[0].value.rows.find((r: any) => r.assigneeName?.startsWith('Amina') && lists[1].value.rows.some((x: any) => x.id === r.id));
console.log('shared case', both?.caseNumber);
windows[1].receive({ verb: 'watch', id: 50, name: 'cases.timeline', args: { id: both.id, kinds: ['note'] } });
windows[0].receive({ verb: 'watch', id: 51, name: 'cases.timeline', args: { id: both.id, kinds: ['note'] } });
await new Promise((r) => setTimeout(r, 300));
for (let i = 0; i < 5; i++) {
  const at = performance.now();
  windows[0].receive({ verb: 'send', id: 200 + i, name: 'notes.add', args: { subject: { caseId: both.id }, body: 'Hello ' + i } });
  await new Promise((r) => setTimeout(r, 700));
  console.log(i, heard.filter((h) => h[1] >= at && [50, 51, 200 + i].includes(h[2].id)).map((h) => [h[0], h[2].id, (h[1] - at).toFixed(1), h[2].kind, JSON.stringify(h[2].outcome ?? h[2].value?.rows?.[0]?.acceptedAt ?? h[2].message ?? null).slice(0, 120)].join(' ')));
}
await running.stop();
console.log('stopped', performance.now() - t0);
process.exit(0);
