import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Asterisk and sipp as they were unpacked: nothing of it is installed on the computer. */
export interface PbxPrograms {
  /** How to start a program of the packages: the loader first, as the computer's own libraries are of another Debian. */
  readonly command: (program: 'asterisk' | 'sipp', args: readonly string[]) => readonly [file: string, args: readonly string[]];
  readonly modules: string;
  readonly data: string;
}

/** Why this computer cannot have a PBX of its own, in words for the person before it. */
export class NoPbx extends Error {}

interface Platform {
  readonly architecture: string;
  readonly libraries: string;
  readonly loader: string;
}

const platforms: Readonly<Record<string, Platform>> = {
  'linux-x64': { architecture: 'amd64', libraries: 'usr/lib/x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  'linux-arm64': { architecture: 'arm64', libraries: 'usr/lib/aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const instead = 'run one with Docker (`npm run pbx -- --docker`) or point Holdfast at a PBX of yours (README, “The PBX”)';

/** Where the packages are kept: one place for every checkout of this user. */
export const cacheFolder = (environment: Readonly<Record<string, string | undefined>> = process.env): string =>
  environment['HOLDFAST_PBX_CACHE'] ?? path.join(environment['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'holdfast', 'pbx');

/** Finds Asterisk and sipp in the cache, or fetches Debian's packages into it, once; needs neither root nor Docker. */
export async function findPrograms(cache: string, say: (line: string) => void = () => {}): Promise<PbxPrograms> {
  const name = `${process.platform}-${process.arch}`;
  const platform = platforms[name];
  if (!platform) throw new NoPbx(`There is no Asterisk to fetch for ${name}: ${instead}.`);
  const packages = path.join(cache, `forky-${platform.architecture}`);
  if (!fs.existsSync(packages)) await fetchPackages(packages, platform, say);
  const libraries = path.join(packages, platform.libraries);
  const programs = { asterisk: path.join(packages, 'usr/sbin/asterisk'), sipp: path.join(packages, 'usr/bin/sipp') };
  return {
    command: (program, args) => [path.join(libraries, platform.loader), ['--library-path', libraries, programs[program], ...args]],
    modules: path.join(libraries, 'asterisk/modules'),
    data: path.join(packages, 'usr/share/asterisk'),
  };
}

/** Made beside and renamed: packages are there wholly or not at all, whoever else fetches them at the same time. */
async function fetchPackages(target: string, { architecture, libraries }: Platform, say: (line: string) => void): Promise<void> {
  for (const tool of ['apt-get', 'dpkg-deb']) if (!isOnPath(tool)) throw new NoPbx(`Asterisk is fetched from Debian with ${tool}, which this computer has not: ${instead}.`);
  if (!fs.existsSync(keyring)) throw new NoPbx(`Debian's packages cannot be checked without ${keyring}: install “debian-archive-keyring”, or ${instead}.`);
  say('fetching Asterisk from Debian (90 MB), once');
  const folder = `${target}.${process.pid}`;
  fs.rmSync(folder, { recursive: true, force: true });
  const apt = path.join(folder, 'apt');
  const made = path.join(folder, 'packages');
  for (const each of ['lists/partial', 'archives/partial', 'parts', 'preferences']) fs.mkdirSync(path.join(apt, each), { recursive: true });
  fs.writeFileSync(path.join(apt, 'status'), '');
  fs.writeFileSync(path.join(apt, 'sources.list'), `deb [arch=${architecture} signed-by=${keyring}] ${mirror()} forky main\n`);
  try {
    await aptGet(apt, architecture, 'update');
    await aptGet(apt, architecture, '--yes', '--download-only', 'install', 'asterisk', 'asterisk-core-sounds-en-gsm', 'sip-tester');
    const archives = fs.readdirSync(path.join(apt, 'archives')).filter((file) => file.endsWith('.deb'));
    say(`unpacking ${archives.length} packages`);
    for (const archive of archives) await run('dpkg-deb', ['--extract', path.join(apt, 'archives', archive), made]);
    fs.symlinkSync('en_US_f_Allison', path.join(made, 'usr/share/asterisk/sounds/en'));
    if (!fs.existsSync(path.join(made, libraries, 'asterisk/modules/chan_pjsip.so')))
      throw new NoPbx('Debian’s packages hold no Asterisk any more as Holdfast knows it: ' + instead + '.');
    if (!fs.existsSync(target)) fs.renameSync(made, target);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function aptGet(apt: string, architecture: string, ...args: readonly string[]): Promise<void> {
  const options = {
    'Dir::Etc::sourcelist': path.join(apt, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::Etc::parts': path.join(apt, 'parts'),
    'Dir::Etc::preferencesparts': path.join(apt, 'preferences'),
    'Dir::Etc::preferences': '/dev/null',
    'Dir::State': apt,
    'Dir::State::status': path.join(apt, 'status'),
    'Dir::Cache': apt,
    'APT::Architecture': architecture,
    'APT::Install-Recommends': 'false',
    'APT::Sandbox::User': process.getuid?.() === 0 ? 'root' : '',
    'Acquire::Languages': 'none',
    'Acquire::Check-Valid-Until': 'false',
    'Acquire::Retries': '2',
    'Acquire::http::Timeout': '20',
  };
  const given = Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  try {
    const { stderr } = await run('apt-get', ['-q', ...given, ...args], { maxBuffer: 64 * 2 ** 20, env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' } });
    // `update` fails to reach a mirror with a warning only.
    if (/^(?:W: Failed to fetch|E:)/m.test(stderr)) throw new Error(stderr);
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    const reason = text.split('\n').find((line) => /^(?:[EW]: |Error: [EW]: )/.test(line)) ?? text.trim().split('\n').at(-1) ?? '';
    throw new NoPbx(`Debian's packages could not be fetched from ${mirror()} (${reason.replace(/^(?:Error: )?[EW]: /, '').trim()}): is the network there? Otherwise ${instead}.`, {
      cause: error,
    });
  }
}

const mirror = () => process.env['HOLDFAST_DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian';

function isOnPath(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => folder !== '' && fs.existsSync(path.join(folder, tool)));
}
