import { expect, test } from 'vitest';
import { momentOf, newTotpSecret, otpauthUri, stepOf, totp } from './totp.ts';

// "12345678901234567890", the secret of RFC 6238.
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
])('the code at %i is that of RFC 6238', (seconds, code) => {
  expect(totp(secret, Math.floor(seconds / 30), 8)).toBe(code);
  expect(totp(secret, Math.floor(seconds / 30))).toBe(code.slice(2));
});

test('a code serves in its own step and the ones beside it, once', () => {
  const step = 60_000_000;
  const now = momentOf(step) + 5000;
  const code = totp(secret, step);
  expect(stepOf(secret, code, now, null)).toBe(step);
  expect(stepOf(secret, `${code.slice(0, 3)} ${code.slice(3)}`, now, null)).toBe(step);
  for (const beside of [-1, 1]) expect(stepOf(secret, totp(secret, step + beside), now, null)).toBe(step + beside);
  for (const far of [-2, 2]) expect(stepOf(secret, totp(secret, step + far), now, null)).toBeNull();
  expect(stepOf(secret, code, now, momentOf(step))).toBeNull();
  expect(stepOf(secret, totp(secret, step + 1), now, momentOf(step))).toBe(step + 1);
  for (const wrong of ['', '1', 'abcdef', '１２３４５６', code.replace(/^./, (digit) => String((Number(digit) + 1) % 10))]) expect(stepOf(secret, wrong, now, null)).toBeNull();
});

test('a new secret has 160 bits and goes into what apps read', () => {
  const fresh = newTotpSecret();
  expect(fresh).toMatch(/^[A-Z2-7]{32}$/);
  expect(newTotpSecret()).not.toBe(fresh);
  const uri = new URL(otpauthUri(fresh, 'Harbour & Söhne', 'a@b.test'));
  expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname), uri.searchParams.get('secret')]).toEqual(['otpauth:', 'totp', '/Harbour & Söhne:a@b.test', fresh]);
});
