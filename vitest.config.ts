import * as fs from 'node:fs';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longest-first.ts';

/** Tests that measure memory and its growth, or how a sound breaks: beside others they would measure those. */
const measuring = ['tests/engine/memory.pg.test.ts', 'tests/sync/all-tables.pg.test.ts', 'tests/telephony/softphone-failures.test.ts'];
const never = ['**/node_modules/**', 'tests/e2e/**'];

const shared = {
  environment: 'node',
  testTimeout: 120_000,
  hookTimeout: 180_000,
  // A busy machine is slow, not wrong.
  expect: { poll: { timeout: 30_000 } },
  pool: 'forks',
} as const;

export default defineConfig({
  test: {
    ...shared,
    globalSetup: ['tests/support/postgres-cluster.ts'],
    sequence: { sequencer: LongestFirst },
    // Vitest's report does not tell of errors that no test is to blame for.
    onUnhandledError: ({ name, message }) => {
      if (process.env['STRAY_ERRORS']) fs.appendFileSync(process.env['STRAY_ERRORS'], `${name}: ${message}\n`);
    },
    projects: [
      {
        test: {
          ...shared,
          name: 'two at once',
          include: ['{domain,main,sync-server,renderer,migrations,tests}/**/*.test.{ts,tsx}'],
          exclude: [...never, ...measuring],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...shared, name: 'alone', include: measuring, exclude: never, maxWorkers: 1, sequence: { groupOrder: 2 } } },
    ],
  },
});
