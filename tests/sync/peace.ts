import type pg from 'pg';
import { signIn } from '../support/world.ts';
import type { Scene } from './act.ts';
import { disagreements } from './agreement.ts';

/** Mends every line and waits until nothing is wrong any more; what still is after a minute is the answer. */
export async function peace(client: pg.Client, hubUrl: string, { world, admin, desks: others }: Pick<Scene, 'admin' | 'desks' | 'world'>): Promise<readonly string[]> {
  const desks = [admin, ...others];
  for (const desk of desks) {
    desk.line.up = true;
    desk.line.faults.length = 0;
    desk.disarm();
    await desk.syncNow();
  }
  const until = Date.now() + 60_000;
  for (;;) {
    for (const desk of desks) {
      await desk.revive();
      if (desk.needsSignIn()) await desk.signInAgain(await signIn(hubUrl, world, desk.name));
    }
    const began = Date.now();
    // While work is under way a look at every table would only hold it up.
    if (began < until - 30_000 && desks.some((desk) => desk.outbox().length > 0)) {
      await new Promise((done) => setTimeout(done, 10));
      continue;
    }
    const wrong = await disagreements(client, world, desks);
    if (wrong.length === 0) return wrong;
    if (Date.now() > until) return [...wrong.slice(0, 20), ...desks.map((desk) => `${desk.name}: ${desk.status()}`)];
    // Looking at every table holds up the desks and the hub, which are in this process: they get as long.
    await new Promise((done) => setTimeout(done, Math.max(25, Date.now() - began)));
  }
}
