import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readAccount } from '../../sync-server/telephony/line/account.ts';
import { preparePbxDatabase } from '../../sync-server/telephony/realtime/prepare.ts';
import { whyNoPbx } from '../support/pbx.ts';

const missing = await whyNoPbx();
const entry = path.resolve(import.meta.dirname, '../../sync-server/telephony/pbx/main.ts');
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-pbx-'));
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [entry, '--home', home, ...args], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { output: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.errors += chunk.toString()));
  return { child, said, ended: once(child, 'close').then(() => ({ code: child.exitCode, ...said })) };
}

describe('the PBX on the command line', () => {
  test('writes what Docker needs, with the ports asked for', async () => {
    const { code, output } = await run(['--docker', '--port', '8123']).ended;
    expect([code, output]).toEqual([0, `wrote ${home}/compose.yaml: start it with docker compose -f ${home}/compose.yaml up --build\n`]);
    expect(fs.readFileSync(path.join(home, 'etc/http.conf'), 'utf8')).toContain('bindport = 8123');
    // The hub beside it finds the container as it would find ours.
    expect(readAccount(path.join(home, 'pbx.json'))).toMatchObject({
      wsUrl: 'ws://127.0.0.1:8123/ws',
      ami: { port: 5038, user: 'holdfast' },
      agents: [{ extension: '101' }, {}, {}, {}, {}, {}],
    });
  });

  test('names a setting that is not valid', async () => {
    const { code, errors } = await run(['--callers', 'many']).ended;
    expect([code, errors.split('\n').length, errors]).toEqual([1, 2, expect.stringContaining('The setting --callers is not valid')]);
  });

  test('says that there is no hub whose database it could read', async () => {
    const { code, errors } = await run(['--database'], { DATABASE_URL: '' }).ended;
    expect([code, errors]).toEqual([1, 'holdfast: No hub runs beside this folder: start it with npm start, or name its database in DATABASE_URL.\n']);
  });

  test('gives the PBX no password that everybody knows', async () => {
    await expect(preparePbxDatabase('postgres://postgres@127.0.0.1:9/hub', '0192a000-0000-7000-8000-00000000ffff')).rejects.toThrow('names no password');
  });

  test('says what to do where Debian’s packages cannot be fetched', async () => {
    const { code, errors } = await run([], { HOLDFAST_PBX_CACHE: path.join(home, 'empty'), HOLDFAST_DEBIAN_MIRROR: 'http://127.0.0.1:9/debian' }).ended;
    expect(code).toBe(1);
    expect(errors.trim().split('\n').at(-1)).toMatch(/^holdfast: .*(?:is the network there\?|which this computer has not|There is no Asterisk).*npm run pbx -- --docker/);
    expect(fs.existsSync(path.join(home, 'empty')) ? fs.readdirSync(path.join(home, 'empty')) : []).toEqual([]);
  });
});

describe.skipIf(missing !== null)(`the PBX on the command line (${missing ?? 'Asterisk'})`, () => {
  test('names a port that is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const taken = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, errors } = await run(['--port', String(taken), '--ami-port', '0', '--sip-port', '0']).ended;
    server.close();
    expect([code, errors]).toEqual([1, `holdfast: The HTTP port ${taken} on 127.0.0.1 is in use: choose another, or 0 for a free one.\n`]);
  });

  test('stops callers and Asterisk in order, and keeps its secrets', async () => {
    const ports = ['--port', '0', '--ami-port', '0', '--sip-port', '0'];
    const secretsOf = async () => {
      const { child, said, ended } = run([...ports, '--callers', '2']);
      await expect.poll(() => said.output, { timeout: 30_000 }).toContain('callers keep ringing');
      const account: unknown = JSON.parse(fs.readFileSync(path.join(home, 'pbx.json'), 'utf8'));
      child.kill('SIGINT');
      expect((await ended).code).toBe(0);
      expect(fs.existsSync(path.join(home, 'pbx.json'))).toBe(false);
      return (account as { agents: unknown }).agents;
    };
    expect(await secretsOf()).toEqual(await secretsOf());
  });
});
