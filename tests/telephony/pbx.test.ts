import * as fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deskPlace, startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';

const missing = await whyNoPbx();

describe.skipIf(missing !== null)(`a PBX of one's own (${missing ?? 'Asterisk'})`, () => {
  const place = deskPlace();
  let pbx: TestPbx;
  beforeAll(async () => {
    pbx = await startPbx({
      agents: [
        { extension: '101', secret: 'one' },
        { extension: '102', secret: 'two', deskPhone: place },
      ],
      queues: [{ name: 'support', number: '500', members: ['101'] }],
    });
  });
  afterAll(() => pbx.stop());

  const log = () => fs.readFileSync(`${pbx.folder}/log/full`, 'utf8');

  test('boots with nothing missing that it asks for', async () => {
    expect(await pbx.console('core show version')).toContain('Asterisk 22');
    expect(
      log()
        .split('\n')
        .filter((line) => / (?:WARNING|ERROR)\[/.test(line)),
    ).toEqual([]);
  });

  test('knows every application and function that its dial plan uses', async () => {
    const plan = fs.readFileSync(`${pbx.folder}/etc/extensions.conf`, 'utf8');
    const used = (pattern: RegExp) => new Set(Array.from(plan.matchAll(pattern), ([, name]) => name));
    const [applications, functions] = [await pbx.console('core show applications'), await pbx.console('core show functions')];
    const known = (list: string, name: string | undefined) => new RegExp(`^\\s*${name}\\b`, 'm').test(list);
    const unknown = [
      ...[...used(/(?:,|\?)(?:n\(\w+\),)?([A-Z]\w+)\(/g)].filter((name) => !known(applications, name) && !known(functions, name)),
      ...[...used(/\$\{([A-Z_]+)\(/g)].filter((name) => !known(functions, name)),
    ];
    expect(unknown).toEqual([]);
  });

  test('tells an agent to which call a ring belongs, and nothing that the caller says of it', async () => {
    const phone = await pbx.deskPhone('102', { rings: 0.2, talks: 0.2 });
    await pbx.console(`pjsip set logger host ${place.split(':')[0]}`);
    const caller = await pbx.call({ to: '102', from: '4', seconds: 5, headers: ['X-Pbx-Linkedid: forged', 'X-Pbx-Queue: forged', 'X-Pbx-Anything: forged'] });
    expect(await caller.ended).toEqual({ isAnswered: true });
    const invite =
      log()
        .slice(log().indexOf(`INVITE sip:102@${place}`))
        .split(/\r?\n\r?\n/)[0] ?? '';
    await expect.poll(() => pbx.cdr().at(-1)?.dst).toBe('102');
    const linkedId = pbx.cdr().at(-1)?.linkedid;
    expect(invite.match(/^X-Pbx-.*(?=\r?$)/gm)).toEqual([`X-Pbx-Linkedid: ${linkedId}`, expect.stringMatching(/^X-Pbx-Uniqueid: holdfast-/)]);
    expect(log()).not.toMatch(/No application|No such function|Abnormal/);
    await phone.quit();
  });

  test('answers a caller and records the call', async () => {
    const caller = await pbx.call({ to: '600', from: '+4915112345678', name: 'Ünal "Öz"', seconds: 1 });
    expect(await caller.ended).toEqual({ isAnswered: true });
    await expect
      .poll(() =>
        pbx
          .cdr()
          .slice(-1)
          .map(({ src, dst, disposition }) => ({ src, dst, disposition })),
      )
      .toEqual([{ src: '+4915112345678', dst: '600', disposition: 'ANSWERED' }]);
  });

  test('tells a caller of a number that leads nowhere from one where nobody is', async () => {
    const ends = await Promise.all([
      pbx.call({ to: '999', from: '1', seconds: 1 }),
      pbx.call({ to: '101', from: '1', seconds: 1 }),
      pbx.call({ to: '603', from: '1', seconds: 1 }),
    ]);
    expect(await Promise.all(ends.map(({ ended }) => ended))).toEqual([404, 480, 486].map((status) => ({ isAnswered: false, status })));
  });

  test('lets a caller lose patience, and hang up at once', async () => {
    const impatient = await pbx.call({ to: '604', from: '1', seconds: 1, patience: 0.5 });
    expect(await impatient.ended).toEqual({ isAnswered: false, status: 487 });
    const sudden = await pbx.call({ to: '500', from: '2', seconds: 60 });
    await expect.poll(() => pbx.console('queue show support')).toContain('1 calls');
    await sudden.hangUp();
    await expect.poll(() => pbx.console('queue show support')).toContain('0 calls');
  });

  test('comes back on the same ports after a power cut', async () => {
    const before = pbx.pid();
    await pbx.kill();
    await pbx.start();
    expect(pbx.pid()).not.toBe(before);
    const caller = await pbx.call({ to: '600', from: '3', seconds: 0.5 });
    expect(await caller.ended).toEqual({ isAnswered: true });
  });
});
