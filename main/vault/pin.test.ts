import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import selfsigned from 'selfsigned';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHubAsker } from './hub-client.ts';
import { pinOf, wrongAddress } from './pin.ts';

let home: string;
let servers: Server[];
const file = () => join(home, 'pins.json');

/** A hub's own authority and the certificate it gave itself, as the hub makes them. */
async function makeAuthority() {
  const authority = await selfsigned.generate([{ name: 'commonName', value: 'Hub authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  const leaf = () =>
    selfsigned.generate([{ name: 'commonName', value: 'hub' }], {
      keyType: 'ec',
      algorithm: 'sha256',
      ca: { key: authority.private, cert: authority.cert },
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
  return { authority: authority.cert, leaf };
}

async function listen(cert: string, key: string, port = 0): Promise<number> {
  const server = createServer({ cert, key }, (_request, response) => response.end('{"ok":true}')).listen(port, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  servers.push(server);
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
const stop = () => Promise.all(servers.splice(0).map((server) => (server.closeAllConnections(), new Promise((done) => server.close(done)))));
const health = { method: 'GET', path: '/v1/health' } as const;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'holdfast-pin-'));
  servers = [];
});
afterEach(async () => {
  await stop();
  rmSync(home, { recursive: true });
});

test('a hub is known by its authority from the first time on, and by a renewed certificate of it', async () => {
  const { authority, leaf } = await makeAuthority();
  const first = await leaf();
  const port = await listen(`${first.cert}\n${authority}`, first.private);
  const url = `https://127.0.0.1:${port}`;
  const pin = await pinOf(url, file());
  expect(new X509Certificate(String(pin.certificate)).fingerprint256).toBe(new X509Certificate(authority).fingerprint256);
  expect(pin.firstSeen).toBe(new X509Certificate(authority).fingerprint256);
  expect(await pinOf(url, file())).toEqual({ certificate: pin.certificate, firstSeen: null });
  const ask = createHubAsker(url);
  expect(await ask(health, pin.certificate)).toEqual({ kind: 'answer', body: { ok: true } });
  await stop();
  const renewed = await leaf();
  await listen(`${renewed.cert}\n${authority}`, renewed.private, port);
  expect(await ask(health, (await pinOf(url, file())).certificate)).toEqual({ kind: 'answer', body: { ok: true } });
});

test('somebody else at the hub’s address is not spoken to', async () => {
  const { authority, leaf } = await makeAuthority();
  const own = await leaf();
  const port = await listen(`${own.cert}\n${authority}`, own.private);
  const url = `https://127.0.0.1:${port}`;
  await pinOf(url, file());
  await stop();
  const impostor = await makeAuthority();
  const theirs = await impostor.leaf();
  await listen(`${theirs.cert}\n${impostor.authority}`, theirs.private, port);
  expect(await createHubAsker(url)(health, (await pinOf(url, file())).certificate)).toMatchObject({ kind: 'outage' });
  expect(await createHubAsker(url)(health, null)).toMatchObject({ kind: 'outage' });
});

test('a chain that was cut short, nobody, and a damaged file of pins are each told', async () => {
  const { leaf } = await makeAuthority();
  const own = await leaf();
  const port = await listen(own.cert, own.private);
  await expect(pinOf(`https://127.0.0.1:${port}`, file())).rejects.toThrow('whole chain');
  await expect(pinOf('https://127.0.0.1:9', file())).rejects.toThrow('cannot be reached');
  writeFileSync(file(), '{"127.0.0.1:9":');
  await expect(pinOf('https://127.0.0.1:9', file())).rejects.toThrow('damaged');
});

test.each([
  ['https://hub.example.org', null],
  ['http://127.0.0.1:8460', null],
  ['http://[::1]:8460', null],
  ['http://localhost:8460', null],
  ['http://127.0.0.1.evil.example', 'TLS only'],
  ['http://hub.example.org', 'TLS only'],
  ['ftp://hub.example.org', 'https://'],
  ['hub', 'no address'],
])('%s as the address of a hub: %s', (url, wrong) => {
  if (wrong === null) expect(wrongAddress(url)).toBe(null);
  else expect(wrongAddress(url)).toContain(wrong);
});
