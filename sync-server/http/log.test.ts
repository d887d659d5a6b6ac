import { expect, test } from 'vitest';
import { createLog, isSensitive, redact } from './log.ts';

test('what is neither personal nor secret is readable', () => {
  expect(redact({ route: '/v1/shape', status: 200, id: 'abc' })).toEqual({ route: '/v1/shape', status: 200, id: 'abc' });
  expect(isSensitive('status')).toBe(false);
});

test('tokens, passwords, bodies and arguments are never logged', () => {
  const secret = 'hunter2-hunter2';
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  log.info(
    { headers: { authorization: `Bearer ${secret}` }, password: secret, token: secret, body: { a: secret }, args: [secret], password_hash: secret, url: `/x?secret=${secret}` },
    'a request',
  );
  expect(lines.join('')).not.toContain(secret);
});

test('errors keep their kind, code and place, and lose what they quote', () => {
  const failure = Object.assign(new Error('duplicate key value: Key (email)=(marta@example.org) already exists, "Zoë Ångström" and \'+4930123\''), {
    code: '23505',
    detail: 'Key (email)=(marta@example.org)',
  });
  const lines: string[] = [];
  createLog('info', { write: (line) => void lines.push(line) }).error({ err: new Error('It failed for "Zoë"', { cause: failure }) }, 'a request failed');
  const [line = ''] = lines;
  expect(line).not.toMatch(/marta|Zoë|4930123/);
  expect(JSON.parse(line)).toMatchObject({ err: { type: 'Error', cause: { code: '23505' } } });
  expect(JSON.parse(line).err.stack).toContain('log.test');
});

test('a circle of details does not hang the log', () => {
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  expect(JSON.stringify(redact(circle))).toContain('[hidden]');
});
