import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createHubClient } from './hub-client.ts';

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: http.Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
const answer: http.RequestListener = (request, response) =>
  void response.end(JSON.stringify({ token: request.headers.authorization, protocol: request.headers['holdfast-protocol'] }));
const schema = z.object({ token: z.string(), protocol: z.string() });
const certificate = () => generate([{ name: 'commonName', value: 'a hub somewhere' }], { algorithm: 'sha256' });

describe('the line to a hub', () => {
  test('trusts the pinned certificate, whatever name the hub is reached by, and no other', async () => {
    const [own, other] = [await certificate(), await certificate()];
    const port = await listen(https.createServer({ key: own.private, cert: own.cert }, answer));
    const url = `https://127.0.0.1:${port}`;
    const client = createHubClient({ url, token: 'secret', certificate: own.cert });
    expect(await client.json('/v1/session', schema)).toEqual({ token: 'Bearer secret', protocol: '1' });
    await expect(createHubClient({ url, token: 'secret', certificate: other.cert }).json('/v1/session', schema)).rejects.toThrow();
    await expect(createHubClient({ url, token: 'secret', certificate: null }).json('/v1/session', schema)).rejects.toThrow();
    client.close();
  });

  test('takes nothing of an answer that breaks off', async () => {
    const port = await listen(
      http.createServer((_, response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('{"token":"a","protocol":"1"}');
        setTimeout(() => response.destroy(), 20);
      }),
    );
    await expect(createHubClient({ url: `http://127.0.0.1:${port}`, token: null, certificate: null }).json('/v1/session', schema)).rejects.toThrow();
  });

  test('says who refused what', async () => {
    const port = await listen(
      http.createServer((_, response) => {
        response.statusCode = 403;
        response.end(JSON.stringify({ code: 'auth.denied', message: 'No.' }));
      }),
    );
    await expect(createHubClient({ url: `http://127.0.0.1:${port}`, token: null, certificate: null }).json('/x', schema)).rejects.toMatchObject({
      status: 403,
      code: 'auth.denied',
      message: 'No.',
    });
  });
});
