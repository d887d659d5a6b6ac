import { createServer } from 'node:http';
import { createShapeEngine } from '../../sync-server/engine/engine.ts';
import { shapeListener } from '../../sync-server/engine/http.ts';

/** Runs an engine of its own behind HTTP: `node engine-process.ts DATABASE_URL DIRECTORY SLOT PORT`; says its port when ready, and its figures when asked. */
const [databaseUrl = '', directory = '', slot = '', port = '0'] = process.argv.slice(2);
const print = (level: string) => (details: object, message: string) => void (process.env['ENGINE_LOG'] !== undefined && console.error(level, message, details));
const engine = await createShapeEngine({
  databaseUrl,
  directory,
  slot,
  publication: 'holdfast',
  log: { info: print('info'), warn: print('warn'), error: print('error') },
}).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
const server = createServer(shapeListener(engine.handle)).listen(Number(port), '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: address !== null && typeof address === 'object' ? address.port : 0 });
});
process.on('message', (message) => {
  if (message !== 'stats') return;
  const { rss } = process.memoryUsage();
  process.send?.({ stats: { ...engine.stats(), lastLsn: Number(engine.lastLsn()) }, rss, cpu: process.cpuUsage() });
});
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => void engine.stop().then(() => process.exit(0)));
