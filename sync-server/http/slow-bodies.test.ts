import * as net from 'node:net';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endSlowBodies } from './slow-bodies.ts';

const server = fastify({ requestTimeout: 0, forceCloseConnections: true });
beforeAll(async () => {
  endSlowBodies(server, 500);
  server.post('/words', async () => 'heard');
  server.post('/file', { config: { takesFiles: true } }, async () => 'heard');
  await server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

/** Sends the head of a request with half of its body, and the rest only when it is asked for. */
const begin = (address: string) => {
  const line = net.connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  let heard = '';
  line.on('data', (data) => (heard += String(data)));
  const over = new Promise<string>((done) => line.on('error', () => {}).on('close', () => done(heard)));
  line.write(`POST ${address} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{`);
  return { over, finish: () => line.write('}') };
};

test('a line that does not bring its body in time is cut, but not one that brings a file', async () => {
  const file = begin('/file');
  // By now the file has taken too long as well.
  expect(await begin('/words').over).toBe('');
  file.finish();
  expect(await file.over).toMatch(/^HTTP\/1.1 200 OK[^]*heard$/);
  const quick = begin('/words');
  quick.finish();
  expect(await quick.over).toMatch(/^HTTP\/1.1 200 OK[^]*heard$/);
});
