import * as fs from 'node:fs';
import { expect, test } from 'vitest';
import { entityNames } from '#domain/kernel/names.ts';

/** Folders that every module of a root may use; all others are modules that meet only through `parts/`. */
const foundations: Readonly<Record<string, ReadonlySet<string>>> = {
  main: new Set(['bridge', 'browser', 'electron', 'replica', 'sync', 'vault']),
  // `dev` is the workbench, which shows parts of modules and is shipped to nobody.
  renderer: new Set(['app', 'bridge', 'dev', 'records', 'ui']),
  'sync-server': new Set(['audit', 'auth', 'backup', 'commands', 'db', 'demo', 'engine', 'http', 'shapes']),
};
const roots = ['domain', 'main', 'migrations', 'preload', 'renderer', 'sync-server', 'tests'];

const filesOf = (root: string) => fs.globSync(`${root}/**/*.{ts,tsx}`).filter((file) => !file.includes('node_modules'));
const importsOf = (file: string) => [...fs.readFileSync(file, 'utf8').matchAll(/(?:from|import) '([^']+)'/g)].map(([, target = '']) => target);

test('a module reaches a sibling module of its own root only through its parts', () => {
  const offences = Object.entries(foundations).flatMap(([root, known]) =>
    filesOf(root).flatMap((file) => {
      const [, own = ''] = file.split('/');
      if (known.has(own) || own.includes('.')) return [];
      return importsOf(file)
        .filter((target) => target.startsWith('../'))
        .filter((target) => {
          const [sibling = '', inner] = target.replace(/^(\.\.\/)+/, '').split('/');
          return sibling !== own && !sibling.includes('.') && !known.has(sibling) && inner !== 'parts' && fs.existsSync(`${root}/${sibling}`);
        })
        .map((target) => `${file} reaches into ${target}`);
    }),
  );
  expect(offences).toEqual([]);
});

test('no root imports another, but for the domain and what spans them', () => {
  const offences = ['domain', 'main', 'preload', 'renderer', 'sync-server'].flatMap((root) =>
    filesOf(root).flatMap((file) =>
      importsOf(file)
        .filter((target) => roots.some((other) => other !== root && target.includes(`../${other}/`)))
        .map((target) => `${file} imports ${target}`),
    ),
  );
  expect(offences).toEqual([]);
});

/** What works on all entities alike. */
const generic: readonly string[] = [
  'domain/kernel',
  ...['bridge', 'browser', 'electron', 'records', 'replica', 'sync'].map((folder) => `main/${folder}`),
  ...['bridge', 'records', 'ui'].map((folder) => `renderer/${folder}`),
  ...['audit', 'commands', 'db', 'engine', 'http', 'jobs', 'shapes'].map((folder) => `sync-server/${folder}`),
];
/** Who somebody is and may do is the kernel's own business. */
const everywhere: ReadonlySet<string> = new Set(['roles', 'tenants', 'users']);
/** Files that mean one entity, with the reason. */
const meant: Readonly<Record<string, string>> = { 'main/sync/hand-over.ts': 'what is left to a supervisor is a note, and notes stand on cases and contacts' };

test('no entity is handled by name in the kernel or in the generic parts', () => {
  const files = generic.flatMap(filesOf).filter((file) => !file.endsWith('names.ts') && !file.includes('.test.') && !(file in meant));
  const named = new RegExp(`\\b(?:entities|entityOf)\\.(${entityNames.join('|')})\\b|[!=]== '(${entityNames.join('|')})'`, 'g');
  const offences = files.flatMap((file) =>
    [...fs.readFileSync(file, 'utf8').matchAll(named)].map(([, one, other]) => one ?? other ?? '').flatMap((name) => (everywhere.has(name) ? [] : [`${file} names ${name}`])),
  );
  expect(offences).toEqual([]);
  for (const file of Object.keys(meant)) expect(files.length > 0 && fs.existsSync(file)).toBe(true);
});

test('no file is called after nothing', () => {
  const nameless = roots.flatMap(filesOf).filter((file) => /(^|\/)(utils?|helpers?|common|misc|index)\.tsx?$/.test(file) && file !== 'preload/index.ts');
  expect(nameless).toEqual([]);
});
