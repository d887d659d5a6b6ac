import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const run = promisify(execFile);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'holdfast-full-'));
const file = path.join(folder, 'file');

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** What comes of a step of a process whose files have room for 64 KiB. */
async function onFullDisk(step: string): Promise<string> {
  const script = `import { replaceFile } from './main/vault/files.ts';
    import { openJournal } from './main/sync/journal.ts';
    const [file, long] = [${JSON.stringify(file)}, 'x'.repeat(100_000)];
    try { ${step}; console.log('done'); } catch ({ code }) { console.log(code); }`;
  const { stdout } = await run('bash', ['-c', `ulimit -f 64; exec "$0" --input-type=module -e "$1"`, process.execPath, script]);
  return stdout.trim();
}

test('a file for whose new text the disk has too little room keeps the old one', async () => {
  expect(await onFullDisk(`replaceFile(file, 'old')`)).toBe('done');
  expect(await onFullDisk('replaceFile(file, long)')).toBe('EFBIG');
  expect(fs.readFileSync(file, 'utf8')).toBe('old');
});

test('a command that the journal has no room for is not taken for kept', async () => {
  const append = (args: string) =>
    `openJournal({ file, key: '00' }).append({ id: 'one', name: 'contacts.create', args: ${args}, at: '', drawn: '', after: [], entity: null, rowId: null })`;
  expect(await onFullDisk(append(`'short'`))).toBe('done');
  expect(await onFullDisk(append('long'))).toBe('EFBIG');
});
