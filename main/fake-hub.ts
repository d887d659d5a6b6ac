import { grantsOf } from '#domain/kernel/capability.ts';
import { createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { seedId, seedTenant } from './bridge/seeded-replica.ts';
import { openSealed } from './vault/seal.ts';

/** The password of everybody at the fake hub. */
export const password = 'holdfast-demo';

type Answers = Readonly<Record<string, { readonly status: number; readonly body: unknown } | null>>;
export type FakeHub = Awaited<ReturnType<typeof startFakeHub>>;

/** A hub for tests of the core: it signs people in, and answers otherwise where it is told to (`null` breaks the line). */
export async function startFakeHub(now: () => number) {
  const seal = generateKeyPairSync('x25519');
  const sealKey = seal.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const recoverySecret = randomBytes(32).toString('base64');
  const posted: { readonly path: string; readonly body: Readonly<Record<string, unknown>>; readonly token: string | undefined }[] = [];
  let answers: Answers = {};

  const sessionOf = (email: string, changes: object = {}) => ({
    tenantId: seedTenant,
    tenantName: 'Harbour Assist',
    subdomain: 'demo',
    timeZone: 'UTC',
    settings: { sealKey },
    userId: email.startsWith('amina') ? seedId(4, 0) : seedId(4, 1),
    email,
    displayName: email,
    roleName: 'Admin',
    teamIds: [],
    grants: grantsOf('admin'),
    deviceId: seedId(9, 0),
    leaseUntil: new Date(now() + 30 * 86_400_000).toISOString(),
    serverTime: new Date(now()).toISOString(),
    generation: 'one',
    ...changes,
  });
  const usual = (path: string, body: Readonly<Record<string, unknown>>) => {
    if (path !== '/v1/sign-in') return { status: path === '/v1/health' ? 200 : 204, body: path === '/v1/health' ? { ok: true } : null };
    if (body['password'] !== password) return { status: 401, body: { code: 'auth.failed', message: 'wrong', field: 'password' } };
    return { status: 200, body: { token: `token of ${String(body['email'])}`, recoverySecret, session: sessionOf(String(body['email'])) } };
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? '';
      posted.push({ path, body, token: request.headers.authorization });
      const reply = path in answers ? answers[path] : usual(path, body);
      if (!reply) return request.socket.destroy();
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body === null ? '' : JSON.stringify(reply.body));
    });
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();

  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    posted,
    sessionOf,
    answer: (told: Answers) => {
      answers = told;
    },
    breakLine: () => {
      answers = Object.fromEntries(['/v1/sign-in', '/v1/session', '/v1/health', '/v1/sign-out', '/v1/quarantine', '/v1/devices/wiped'].map((path) => [path, null]));
    },
    /** Opens what was sealed to the tenant, as an administrator would. */
    unseal: (sealed: Buffer): string => {
      const theirs = createPublicKey({ key: sealed.subarray(0, 44), format: 'der', type: 'spki' });
      const key = hkdfSync('sha256', diffieHellman({ privateKey: seal.privateKey, publicKey: theirs }), Buffer.alloc(0), 'holdfast quarantine', 32);
      return String(openSealed(Buffer.from(key), 'quarantine', sealed.subarray(44)));
    },
    stop: () => new Promise((done) => server.close(done)),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}
