import { createCore } from '../../../main/core.ts';
import { createWriter } from '../../../main/sync/writer.ts';
import { createFileKeychain } from '../../../main/vault/keychain.ts';

/** Starts a desk on a home, opens its vault, asks for the first page of cases, and prints how long the process has lived by then. */
const [home = '', vault = '', password = ''] = process.argv.slice(2);
const core = createCore({
  home,
  hubUrl: 'http://127.0.0.1:9',
  keychain: createFileKeychain(`${home}/keychain.key`),
  startWriter: (onEvent) => createWriter({ onEvent }),
  log: { warn: () => undefined, error: (where, cause) => console.error(where, cause) },
});
const connection = core.connect({
  post: (text) => {
    const { id, value } = JSON.parse(text) as { id?: number; value?: { rows: readonly unknown[] } };
    if (id === 1) connection.receive({ verb: 'query', id: 2, name: 'cases.list', args: { status: ['open', 'onHold', 'pending'] } });
    if (id !== 2) return;
    if (value?.rows.length !== 50) throw new Error(`The list came without its rows: ${text.slice(0, 200)}`);
    console.log(performance.now());
    void core.stop().then(() => process.exit(0));
  },
});
connection.receive({ verb: 'device', id: 1, name: 'session.unlock', args: { vault, password } });
