// A desk in a process of its own, for tests that kill it: it plays random steps until it is told to stop.
import * as fs from 'node:fs';
import * as fc from 'fast-check';
import type { SignInAnswer } from '#domain/sync/wire.ts';
import type { ReplicaPlace } from '../../main/sync/writer-api.ts';
import { worldFrom, type WorldFacts } from '../support/world.ts';
import { act } from './act.ts';
import { steps } from './model-steps.ts';
import { createTestDesk } from './test-desk.ts';

/** What such a process is told, in a file. */
export interface DeskOrder {
  readonly name: string;
  readonly hubUrl: string;
  readonly signedIn: SignInAnswer;
  readonly place: ReplicaPlace;
  readonly facts: WorldFacts;
  readonly seed: number;
}

// The order is written by the test that starts this process.
const order = JSON.parse(fs.readFileSync(process.argv[2] ?? '', 'utf8')) as DeskOrder;
const desk = await createTestDesk(order.name, order.hubUrl, order.signedIn, order.place);
const nobody = async () => {};
const scene = { world: worldFrom(order.facts), desks: [desk, desk, desk], admin: desk, crashHub: nobody, restore: nobody };
const work = new Set(['open', 'edit', 'move', 'assign', 'note', 'participant', 'contact', 'line', 'fault', 'pause']);
let told = 0;
for (let round = 0; ; round += 1) {
  const [story = []] = fc.sample(steps({ points: [], length: 40, hub: [] }), { seed: order.seed + round, numRuns: 1 });
  for (const step of story.filter((each) => work.has(each.do))) {
    await act(scene, step);
    const taken = [...desk.taken].slice(told);
    told += taken.length;
    if (taken.length > 0) process.send?.({ taken });
    await new Promise((done) => setTimeout(done, 5));
  }
  // A line that a story left broken does not stay broken for ever.
  desk.line.up = true;
  await desk.syncNow();
}
