// `npm start`, `npm run hub`, `npm run desk`, `npm run pbx`: installs what is missing, then runs hub and desks as processes of their own.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, fail, projectEnvironment, projectNode, root } from './bootstrap.mjs';

const usage = `usage: npm start -- [--home DIR] [--port N] [--desks N] [--headless] [--no-demo]
  --home DIR   where everything is kept (default .holdfast)
  --port N     the hub's port, 0 for a free one (default 8460)
  --desks N    N desks, signed in as different demo agents (default 1)
  --headless   print the addresses, open nothing
  --no-demo    no demo tenants`;

const [side, ...rest] = ['hub', 'desk', 'pbx'].includes(process.argv[2]) ? process.argv.slice(2) : ['all', ...process.argv.slice(2)];
ensureInstalled();
// A hub alone works on the same folder as the hub of `npm start`.
const ownHome = rest.some((arg) => arg === '--home' || arg.startsWith('--home=')) || process.env.HOLDFAST_HOME ? [] : ['--home', join('.holdfast', 'hub')];
if (side === 'hub') await only(join('sync-server', 'main.ts'), [...rest, ...ownHome]);
else if (side === 'pbx') await only(join('sync-server', 'telephony', 'pbx', 'main.ts'), rest);
else if (side === 'desk') {
  buildRenderer();
  await only(join('main', 'desk.ts'), rest);
} else await both(flagsOf(rest));

/** Hub and desks together: the hub first; on Ctrl-C the desks first. */
async function both({ home, port, desks, headless, demo }) {
  buildRenderer();
  const children = [];
  let stopping = false;
  const stop = async (code) => {
    if (stopping) return;
    stopping = true;
    for (const child of children.toReversed()) await ended(child);
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0));
  const run = (script, args) => {
    const child = launch(script, args);
    children.push(child);
    child.once('exit', (code) => void stop(code ?? 1));
    return child;
  };
  const hub = run(join('sync-server', 'main.ts'), ['--home', join(home, 'hub'), '--port', String(port), ...(demo ? ['--demo'] : [])]);
  const url = await announced(hub, 'hub ready ');
  if (stopping) return;
  const shell = headless ? null : electron();
  if (!headless)
    process.stdout.write(shell ? 'holdfast: opening Electron\n' : 'holdfast: the Electron runtime is not installed and could not be fetched: opening the browser shell instead\n');
  const args = ['--hub', url, '--home', join(home, 'desks'), '--desks', String(desks), ...(headless ? ['--headless'] : []), ...(demo ? ['--demo'] : [])];
  if (shell) runElectron(shell, url, join(home, 'desks'), children, stop);
  else await announced(run(join('main', 'desk.ts'), args), 'desk ready ');
}

function flagsOf(args) {
  const options = {
    home: { type: 'string', default: '.holdfast' },
    port: { type: 'string', default: '8460' },
    desks: { type: 'string', default: '1' },
    headless: { type: 'boolean', default: false },
    'no-demo': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  };
  let values;
  try {
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    fail(`${error.message}\n${usage}`);
  }
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const whole = (name, most) => {
    const number = Number(values[name]);
    if (!Number.isInteger(number) || number < 0 || number > most) fail(`--${name} takes a whole number from 0 to ${most}, not “${values[name]}”`);
    return number;
  };
  return { home: resolve(values.home), port: whole('port', 65535), desks: whole('desks', 20), headless: values.headless, demo: !values['no-demo'] };
}

/** One side alone, in the foreground. */
function only(script, args) {
  const child = launch(script, args);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGTERM'));
  return new Promise(() => child.once('exit', (code) => process.exit(code ?? 1)));
}

/** Starts one of our programs. It has a process group of its own, so that Ctrl-C reaches only this script, and ends when this script is gone. */
function launch(script, args) {
  const child = spawn(projectNode, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
    env: projectEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  child.stdout.pipe(process.stdout, { end: false });
  return child;
}

/** What a program printed after the prefix on a line of its own. */
function announced(child, prefix) {
  let text = '';
  return new Promise((done) => {
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const line = text
        .split('\n')
        .slice(0, -1)
        .find((each) => each.startsWith(prefix));
      if (line) done(line.slice(prefix.length).trim());
    });
  });
}

/** Asks a program to stop; after 10 s it is stopped by force. */
function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    child.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    child.kill('SIGTERM');
  });
}

/** Builds the renderer when its sources are newer than what was built. */
function buildRenderer() {
  const built = join(root, 'out', 'renderer', 'index.html');
  const newest = Math.max(...['renderer', 'domain'].map((folder) => newestIn(join(root, folder))));
  if (existsSync(built) && statSync(built).mtimeMs >= newest) return;
  process.stderr.write('holdfast: building the interface\n');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const done = spawnSync(projectNode, [vite, 'build', 'renderer', '--logLevel', 'warn'], { cwd: root, env: projectEnvironment(), stdio: ['ignore', 'ignore', 'inherit'] });
  if (done.status !== 0) fail('the interface could not be built: see the message above');
}

function newestIn(folder) {
  const times = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs);
  return Math.max(0, ...times);
}

/** The Electron binary, fetched if that is possible; null where it cannot be had. */
function electron() {
  const folder = join(root, 'node_modules', 'electron');
  const binary = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron';
  const path = join(folder, 'dist', binary);
  if (!existsSync(path)) spawnSync(projectNode, [join(folder, 'install.js')], { timeout: 120_000, stdio: 'ignore' });
  return existsSync(path) ? path : null;
}

function runElectron(binary, url, home, children, stop) {
  const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const built = spawnSync(projectNode, [vite, 'build', '--logLevel', 'warn'], { cwd: root, env: projectEnvironment(), stdio: ['ignore', 'ignore', 'inherit'] });
  if (built.status !== 0) fail('the Electron shell could not be built: see the message above');
  const child = spawn(binary, [root, '--hub', url, '--home', home], { env: projectEnvironment(), stdio: ['ignore', 'inherit', 'inherit'] });
  children.push(child);
  child.once('exit', (code) => void stop(code ?? 0));
}
