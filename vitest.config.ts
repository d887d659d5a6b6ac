import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['{domain,main,sync-server,renderer,migrations,tests}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'tests/e2e/**'],
    globalSetup: ['tests/support/postgres-cluster.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A busy machine is slow, not wrong.
    expect: { poll: { timeout: 10_000 } },
    pool: 'forks',
    // Servers, databases and clients of one test fill two cores; two tests at once would measure each other.
    maxWorkers: 1,
  },
});
