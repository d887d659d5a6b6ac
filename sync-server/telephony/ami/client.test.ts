import { once } from 'node:events';
import * as net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { silentLog } from '../../engine/log.ts';
import { AmiError, createAmi, type AmiClient } from './client.ts';
import type { AmiMessage } from './message.ts';

/** A script that plays the PBX's part: what is answered to each action. */
type Script = (action: Readonly<Record<string, string>>, say: (text: string) => void, socket: net.Socket) => void;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function playPbx(script: Script) {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.write('Asterisk Call Manager/10.0.0\r\n');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
      const parts = text.split('\r\n\r\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const action = Object.fromEntries(part.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
        script(action, (said) => void socket.write(said.replaceAll('\n', '\r\n')), socket);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, sockets };
}

function follow(port: number, ping = 50) {
  const heard: string[] = [];
  const client: AmiClient = createAmi({
    account: { host: '127.0.0.1', port, user: 'holdfast', secret: 'secret' },
    log: silentLog,
    onEvent: (event: AmiMessage) => heard.push(event['Event'] ?? ''),
    onUp: () => heard.push('up'),
    onDown: (why) => heard.push(`down: ${why}`),
    timing: { firstRetry: 20, lastRetry: 60, ping, answer: 150 },
  });
  closing.push(client.stop);
  return { client, heard };
}

const welcome: Script = ({ Action, ActionID }, say) => {
  if (Action === 'Login') say(`Response: Success\nActionID: ${ActionID}\n\nEvent: FullyBooted\n\n`);
  if (Action === 'Ping') say(`Response: Success\nActionID: ${ActionID}\nPing: Pong\n\n`);
};

test('is up only once the PBX has wholly booted', async () => {
  const says: ((text: string) => void)[] = [];
  const { port } = await playPbx(({ Action, ActionID }, say) => {
    if (Action === 'Login') says.push(say);
    if (ActionID !== undefined) say(`Response: Success\nActionID: ${ActionID}\n\n`);
  });
  const { client, heard } = follow(port);
  await expect.poll(() => says.length).toBe(1);
  expect(client.state().isUp).toBe(false);
  says[0]?.('Event: FullyBooted\n\nEvent: Newchannel\n\n');
  await expect.poll(() => heard).toEqual(['up', 'Newchannel']);
});

test('tells answers apart by their number, and leaves a list’s events to the list', async () => {
  const later: string[] = [];
  const { port } = await playPbx((action, say, socket) => {
    welcome(action, say, socket);
    if (action['Action'] === 'Slow') later.push(action['ActionID'] ?? '');
    if (action['Action'] !== 'QueueStatus') return;
    const id = action['ActionID'];
    say(
      `Response: Success\nActionID: ${id}\nEventList: start\n\nEvent: QueueParams\nActionID: ${id}\nQueue: a\n\nEvent: Hangup\n\nEvent: QueueStatusComplete\nActionID: ${id}\nEventList: Complete\n\n`,
    );
    say(`Response: Success\nActionID: ${later[0]}\nFrom: slow\n\n`);
  });
  const { client, heard } = follow(port);
  await expect.poll(() => heard).toEqual(['up']);
  const [slow, list] = await Promise.all([client.ask('Slow'), client.list('QueueStatus')]);
  expect([slow['From'], list.map((each) => each['Queue']), heard]).toEqual(['slow', ['a'], ['up', 'Hangup']]);
});

test('says what the PBX refuses, and refuses a line break before the socket', async () => {
  const actions: (string | undefined)[] = [];
  const { port } = await playPbx((action, say, socket) => {
    actions.push(action['Action']);
    welcome(action, say, socket);
    if (action['Action'] === 'Command') say(`Response: Error\nActionID: ${action['ActionID']}\nMessage: Permission denied\n\n`);
  });
  const { client, heard } = follow(port);
  await expect.poll(() => heard).toEqual(['up']);
  await expect(client.ask('Command', { Command: 'core stop now' })).rejects.toThrow(new AmiError('refused', 'Permission denied'));
  await expect(client.ask('QueuePause', { Interface: 'PJSIP/1\r\n\r\nAction: Injected' })).rejects.toThrow('"Interface" holds a line break');
  await client.ask('Ping');
  expect(actions).not.toContain('Injected');
});

test('notices a PBX that hangs, and comes back to one that answers again', async () => {
  let isHung = false;
  const { port } = await playPbx((action, say, socket) => {
    if (!isHung) welcome(action, say, socket);
  });
  const { client, heard } = follow(port);
  await expect.poll(() => heard).toEqual(['up']);
  isHung = true;
  await expect.poll(() => client.state()).toEqual({ isUp: false, why: expect.stringContaining('did not answer') });
  isHung = false;
  await expect.poll(() => heard).toEqual(['up', expect.stringContaining('did not answer Ping'), 'up']);
});

test('fails what was asked when the line breaks, and asks nothing while it is down', async () => {
  const { port, sockets } = await playPbx(welcome);
  const { client, heard } = follow(port);
  await expect.poll(() => heard).toEqual(['up']);
  const asked = client.ask('Silence');
  for (const socket of sockets) socket.destroy();
  await expect(asked).rejects.toMatchObject({ reason: 'unreachable' });
  await expect(client.ask('QueuePause')).rejects.toMatchObject({ reason: 'unreachable' });
  await expect.poll(() => heard.at(-1)).toBe('up');
});

test('says why when the secret is wrong, and goes on trying', async () => {
  let tries = 0;
  const { port } = await playPbx(({ Action, ActionID }, say) => {
    if (Action === 'Login') tries++;
    say(`Response: Error\nActionID: ${ActionID}\nMessage: Authentication failed\n\n`);
  });
  const { client, heard } = follow(port);
  await expect.poll(() => tries).toBeGreaterThan(2);
  await expect.poll(() => client.state()).toEqual({ isUp: false, why: 'Authentication failed' });
  expect(heard).toEqual([]);
});

test('pings over one line at a time, however many broke before', async () => {
  const pings: number[] = [];
  const { port, sockets } = await playPbx((action, say, socket) => {
    welcome(action, say, socket);
    if (action['Action'] === 'Ping') pings.push(performance.now());
  });
  const { heard } = follow(port, 200);
  for (let lines = 1; lines <= 4; lines++) {
    await expect.poll(() => heard.filter((each) => each === 'up').length).toBe(lines);
    if (lines < 4) for (const socket of sockets) socket.destroy();
  }
  const begun = performance.now();
  pings.length = 0;
  await expect.poll(() => pings.length).toBeGreaterThan(6);
  // Each comes 200 ms after the one before at the soonest.
  expect(pings.length).toBeLessThanOrEqual((performance.now() - begun) / 190 + 2);
});
