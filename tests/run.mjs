// `npm test` and its parts: installs what is missing, runs each part, and closes with the counts of all.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensureInstalled, fail, projectEnvironment, projectNode, root } from '../main/bootstrap.mjs';
import { mayRunAgain, mostUnsteady, settled, settledInBrowser } from './second-try.mjs';

const part = process.argv[2] ?? 'all';
const extra = process.argv.slice(3);
const results = join(root, 'test-results');
const tool = (...path) => join(root, 'node_modules', ...path);
const counts = { passed: 0, failed: 0, skipped: 0 };
const skips = [];
const unsteady = [];

const checks = [
  ['types', [tool('typescript', 'bin', 'tsc'), '-b']],
  ['lint', [tool('oxlint', 'bin', 'oxlint')]],
  ['format', [tool('oxfmt', 'bin', 'oxfmt'), '--check', '.']],
  ['dead code', [tool('knip', 'bin', 'knip.js')]],
];
/** What desks serve: tests that start one expect it built. */
const build = ['interface', [tool('vite', 'bin', 'vite.js'), 'build', 'renderer', '--logLevel', 'warn']];
const spanning = ['sync', 'security', 'telephony'];
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
for (const { name, error } of unsteady) process.stdout.write(`unsteady: ${name} (${error})\n`);
const isSteady = unsteady.length <= mostUnsteady;
if (!isSteady) process.stdout.write(`${unsteady.length} tests passed only when they were run again; more than ${mostUnsteady} are a failure\n`);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exit(green && isSteady && counts.failed === 0 ? 0 : 1);

function unit() {
  const rest = readdirSync(join(root, 'tests')).filter((name) => !spanning.includes(name));
  return vitest('unit', ['domain/', 'main/', 'migrations/', 'renderer/', 'sync-server/', ...rest.map((name) => `tests/${name}`)]);
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
  const first = runVitest('vitest', [...args, ...extra], environment);
  const again = mayRunAgain(first.files);
  if (again.length > 0) process.stdout.write(`\n── ${name}, once more and alone: ${again.map(({ name: file }) => file).join(', ')}\n`);
  const second = again.length > 0 ? runVitest('vitest-again', ['--no-file-parallelism', ...again.map(({ name: file }) => file)], environment) : null;
  return count(
    settled(first.files, second?.files),
    [first, second].every((each) => each === null || each.green),
  );
}

/** The files of one run of Vitest, and whether it had nothing to say but of its tests. */
function runVitest(name, args, environment = {}) {
  const file = join(results, `${name}.json`);
  const stray = join(results, `${name}-stray-errors.txt`);
  const good = run([tool('vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args], { ...environment, STRAY_ERRORS: stray });
  const { success, testResults } = read(file);
  return { files: testResults, green: !existsSync(stray) && (good || !success) };
}

function playwright() {
  process.stdout.write('\n── end to end\n');
  const file = join(results, 'playwright.json');
  const good = run([tool('@playwright', 'test', 'cli.js'), 'test', '--config', 'tests/e2e/playwright.config.ts', ...extra], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  });
  const report = read(file);
  return count(settledInBrowser(report), good || report.stats.unexpected > 0);
}

/** Adds to the counts; a run that failed beside its tests is one failure more. */
function count(outcome, isClean) {
  counts.passed += outcome.passed;
  counts.failed += outcome.failed + (isClean ? 0 : 1);
  counts.skipped += outcome.skipped.length;
  skips.push(...outcome.skipped);
  unsteady.push(...outcome.unsteady);
  return isClean && outcome.failed === 0;
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
