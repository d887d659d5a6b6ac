import { X509Certificate } from 'node:crypto';
import * as fs from 'node:fs';
import * as https from 'node:https';
import * as os from 'node:os';
import * as path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHub, type Hub } from '../../sync-server/app.ts';
import { freshDatabase, type FreshDatabase } from '../support/postgres.ts';

let database: FreshDatabase;
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-tls-'));
const start = (): Promise<Hub> => createHub({ home, host: '0.0.0.0', port: 0, databaseUrl: database.url }, { log: pino({ level: 'silent' }) });
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
  fs.rmSync(home, { recursive: true, force: true });
});

const get = (port: string, ca: string | undefined, servername = 'localhost') =>
  new Promise<number | string>((resolve) => {
    const request = https.get({ host: '127.0.0.1', servername, port, path: '/v1/health', ...(ca ? { ca } : {}) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    request.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  });

test('beyond loopback the hub speaks TLS only, with an authority of its own that outlives a restart', async () => {
  const first = await start();
  const { port, protocol } = new URL(first.url);
  expect(protocol).toBe('https:');
  const certificate = first.certificate ?? '';
  expect(await get(port, certificate)).toBe(200);
  expect(await get(port, undefined)).not.toBe(200);
  expect(await get(port, certificate, 'elsewhere.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  await expect(fetch(`http://127.0.0.1:${port}/v1/health`)).rejects.toThrow();
  expect(new X509Certificate(certificate).checkHost(os.hostname())).toBe(os.hostname());
  for (const name of ['hub.key', 'authority.key']) expect(fs.statSync(path.join(home, 'tls', name)).mode & 0o777).toBe(0o600);
  await first.stop();

  const second = await start();
  expect(second.certificate).toBe(certificate);
  await second.stop();
});

test('a certificate of the house is used as it is', async () => {
  const folder = path.join(home, 'tls');
  const hub = await createHub(
    { home: path.join(home, 'other'), port: 0, databaseUrl: database.url, cert: path.join(folder, 'hub.crt'), key: path.join(folder, 'hub.key') },
    { log: pino({ level: 'silent' }) },
  );
  expect(new URL(hub.url).protocol).toBe('https:');
  expect(await get(new URL(hub.url).port, fs.readFileSync(path.join(folder, 'authority.crt'), 'utf8'))).toBe(200);
  await hub.stop();
});
