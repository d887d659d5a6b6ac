// `npm test` and its parts: installs what is missing, runs each part, and closes with the counts of all.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensureInstalled, fail, projectEnvironment, projectNode, root } from '../main/bootstrap.mjs';

const part = process.argv[2] ?? 'all';
const extra = process.argv.slice(3);
const results = join(root, 'test-results');
const tool = (...path) => join(root, 'node_modules', ...path);
const counts = { passed: 0, failed: 0, skipped: 0 };
const skips = [];

const checks = [
  ['types', [tool('typescript', 'bin', 'tsc'), '-b']],
  ['lint', [tool('oxlint', 'bin', 'oxlint')]],
  ['format', [tool('oxfmt', 'bin', 'oxfmt'), '--check', '.']],
  ['dead code', [tool('knip', 'bin', 'knip.js')]],
];
/** What desks serve: tests that start one expect it built. */
const build = ['interface', [tool('vite', 'bin', 'vite.js'), 'build', 'renderer', '--logLevel', 'warn']];
const spanning = ['tests/sync/**', 'tests/security/**', 'tests/telephony/**'];
const parts = {
  verify: () => [...checks.map(check), check(build), unit()],
  unit: () => [check(build), unit()],
  sync: () => [vitest('sync', ['tests/sync'])],
  security: () => [vitest('security', ['tests/security'])],
  telephony: () => [vitest('telephony', ['tests/telephony'])],
  e2e: () => [check(build), playwright()],
  long: () => [vitest('long', ['tests/sync', 'tests/telephony', 'tests/hub/api-real-input'], { LONG: '10', RUNS: process.env.RUNS ?? '5000' })],
  all: () => [...checks.map(check), check(build), vitest('unit and spanning', []), playwright()],
};

ensureInstalled();
if (!(part in parts)) fail(`there is no test part “${part}”: choose one of ${Object.keys(parts).join(', ')}`);
// Telephones are tried in a browser too, before the tests that are end to end.
if (['all', 'e2e', 'long', 'telephony'].includes(part)) process.env.CHROMIUM = findChromium();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const green = parts[part]().every(Boolean);
for (const skip of skips) process.stdout.write(`skipped: ${skip}\n`);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exit(green && counts.failed === 0 ? 0 : 1);

function unit() {
  return vitest(
    'unit',
    spanning.flatMap((each) => ['--exclude', each]),
  );
}

function run(args, environment = {}) {
  return spawnSync(projectNode, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...projectEnvironment(), ...environment } }).status === 0;
}

function check([name, args]) {
  process.stdout.write(`\n── ${name}\n`);
  const good = run(args);
  counts[good ? 'passed' : 'failed'] += 1;
  return good;
}

function vitest(name, args, environment) {
  process.stdout.write(`\n── ${name}\n`);
  const file = join(results, 'vitest.json');
  const good = run([tool('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args, ...extra], environment);
  const report = read(file);
  counts.passed += report.numPassedTests;
  counts.failed += report.numFailedTests + (good || report.numFailedTests > 0 ? 0 : 1);
  counts.skipped += report.numPendingTests + report.numTodoTests;
  for (const { assertionResults } of report.testResults) for (const { status, fullName } of assertionResults) if (status !== 'passed' && status !== 'failed') skips.push(fullName);
  return good;
}

function playwright() {
  process.stdout.write('\n── end to end\n');
  const file = join(results, 'playwright.json');
  const good = run([tool('@playwright', 'test', 'cli.js'), 'test', '--config', 'tests/e2e/playwright.config.ts', ...extra], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const { stats } = read(file);
  counts.passed += stats.expected + stats.flaky;
  counts.failed += stats.unexpected + (good || stats.unexpected > 0 ? 0 : 1);
  counts.skipped += stats.skipped;
  for (const title of skippedIn(read(file).suites)) skips.push(title);
  return good;
}

function skippedIn(suites = []) {
  return suites.flatMap((suite) => [
    ...skippedIn(suite.suites),
    ...(suite.specs ?? []).filter(({ tests }) => tests.every(({ status }) => status === 'skipped')).map(({ title }) => title),
  ]);
}

function read(file) {
  if (!existsSync(file)) fail(`the test runner ended without its report ${file}: see its message above`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The browser for end-to-end tests; on Debian it is installed where it is missing. */
function findChromium() {
  const known = {
    darwin: ['/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'],
  };
  const names = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)));
  const find = () => [process.env.CHROMIUM, ...(known[process.platform] ?? []), ...names].find((path) => path && existsSync(path));
  const found = find();
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('installing Chromium (apt-get install chromium), once\n');
    const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    apt('update');
    apt('install', '-y', 'chromium', 'fonts-noto-core');
  }
  return find() ?? fail('end-to-end tests need Chromium: install it (Debian: `apt-get install chromium`; others: https://www.chromium.org) or name it in the variable CHROMIUM');
}
