import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { steps } from './model-steps.ts';
import { setStage } from './stage.ts';
import { crashPoints } from './test-desk.ts';

const runs = Number(process.env['RUNS'] ?? 200);
const restores = Math.ceil(runs / 20);
const seed = process.env['SEED'] === undefined ? Date.now() % 2 ** 31 : Number(process.env['SEED']);

test(`whatever happens, all desks and Postgres come to agree (${runs} runs, seed ${seed})`, { timeout: runs * 30_000 }, () => tell(false, runs));

test(`a database put back to an older copy gets back what it lacks, once (${restores} runs, seed ${seed})`, { timeout: restores * 60_000 }, () => tell(true, restores));

async function tell(isRestoring: boolean, numRuns: number): Promise<void> {
  const stage = await setStage({ keepsCopies: isRestoring });
  try {
    const stories = steps({ points: crashPoints, length: 40, hub: isRestoring ? ['crashHub', 'restore', 'restore'] : ['crashHub'] });
    await fc.assert(fc.asyncProperty(stories, stage.play), { numRuns, seed, endOnFailure: true });
  } finally {
    await stage.close();
  }
  expect(stage.taken()).toBeGreaterThan(numRuns * 2);
}
