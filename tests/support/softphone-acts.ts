import { expect } from 'vitest';
import type { Softphone } from './softphone.ts';

const silence = 0.01;
const loud = 0.05;

/** Agents of a test's PBX. */
export const agents = (extensions: readonly string[]) => extensions.map((extension) => ({ extension, secret: `secret-of-${extension}`, name: `Agent ${extension}` }));

/** Ends whatever is left of a test's calls. */
export async function idle(phone: Softphone): Promise<void> {
  await phone.page.evaluate(() => {
    const { state, end, dismiss } = window.bench.phone();
    for (const { id } of state().lines) end(id);
    for (const { id } of state().lines) dismiss(id);
  });
  await phone.until('idle', ({ lines }) => lines.length === 0);
}

export const call = (phone: Softphone, number: string): Promise<string> => phone.page.evaluate((to) => window.bench.phone().call(to), number);
export const run = (phone: Softphone, command: 'answer' | 'reject' | 'end' | 'hold' | 'resume' | 'complete', line: string) =>
  phone.page.evaluate(([name, id]) => window.bench.phone()[name](id), [command, line] as const);

/** Lets one agent call another, who answers. */
export async function talk(from: Softphone, to: Softphone, number: string): Promise<{ readonly caller: string; readonly callee: string }> {
  const caller = await call(from, number);
  const callee = await ringOf(to);
  await run(to, 'answer', callee);
  await Promise.all([upOf(from, caller), upOf(to, callee)]);
  return { caller, callee };
}

export const upOf = (phone: Softphone, line: string) =>
  phone.until('talking', ({ lines }) => lines.some(({ id, phase, hold, media }) => id === line && phase === 'active' && hold === 'none' && media === 'flowing'));

export async function ringOf(phone: Softphone): Promise<string> {
  const { lines } = await phone.until('ringing', (state) => state.lines.some(({ phase }) => phase === 'ringing'));
  return lines.find(({ phase }) => phase === 'ringing')?.id ?? '';
}

/** Waits until a phone hears this voice. */
export async function expectVoice(phone: Softphone, hertz: number): Promise<void> {
  await expect.poll(() => hears(phone, hertz)).toBe(true);
}

export const hears = async (phone: Softphone, hertz: number): Promise<boolean> =>
  (await phone.hear(400)).some(({ level, hertz: found }) => level > loud && found.some((each) => Math.abs(each - hertz) < 25));

export async function expectSilence(phone: Softphone): Promise<void> {
  await expect.poll(async () => Math.max(0, ...(await phone.hear(700)).map(({ level }) => level))).toBeLessThan(silence);
}

export const endOf = async (phone: Softphone, line: string) =>
  (await phone.until('ended', ({ lines }) => lines.some(({ id, phase }) => id === line && phase === 'ended'))).lines.find(({ id }) => id === line)?.end;
