import * as path from 'node:path';
import { expect, test } from 'vitest';
import { checked, readConfig } from './config.ts';

test('a hub told nothing listens on loopback with the embedded parts', () => {
  expect(readConfig([], {})).toEqual({
    task: 'run',
    config: {
      home: path.resolve('.holdfast'),
      host: '127.0.0.1',
      port: 8460,
      databaseUrl: null,
      slot: null,
      electricUrl: null,
      electricSecret: null,
      cert: null,
      key: null,
      demo: false,
      logLevel: 'warn',
      signInsPerMinute: 20,
      pbx: null,
      smtpUrl: null,
      mailFrom: 'holdfast@localhost.localdomain',
      publicUrl: null,
    },
  });
});

test('flags and environment are read once, and an empty variable is none', () => {
  const { config } = readConfig(['--home', '/srv/hub', '--port', '0', '--demo'], { DATABASE_URL: 'postgres://u:p@db/x', ELECTRIC_URL: '' });
  expect(config).toMatchObject({ home: path.resolve('/srv/hub'), port: 0, demo: true, databaseUrl: 'postgres://u:p@db/x', electricUrl: null });
  expect(readConfig(['backup', 'night.hf'], {})).toMatchObject({ task: 'backup', file: 'night.hf' });
  expect(readConfig(['audit'], {})).toMatchObject({ task: 'audit' });
  expect(readConfig(['operator', 'irene@lake.example'], {})).toMatchObject({ task: 'operator', email: 'irene@lake.example' });
  const founding = { subdomain: 'lake', name: 'Lake Desk', email: 'irene@lake.example', fullName: 'Irene P' };
  expect(readConfig(['tenant', ...Object.values(founding)], {})).toMatchObject({ task: 'tenant', founding });
});

test.each([
  [['--port', 'abc'], {}, /^The setting --port is not valid: [^\n]+$/],
  [['--port', '70000'], {}, /--port/],
  [[], { DATABASE_URL: 'mysql://x' }, /^The setting DATABASE_URL is not valid: [^\n]+$/],
  [[], { ELECTRIC_URL: 'nonsense' }, /ELECTRIC_URL/],
  [[], { SMTP_URL: 'https://mail.example' }, /SMTP_URL/],
  [[], { SMTP_FROM: 'nobody' }, /SMTP_FROM/],
  [['--cert', 'a.pem'], {}, /needs its key/],
  [['backup'], {}, /backup FILE/],
  [['restore', 'a', 'b'], {}, /restore FILE/],
  [['dance'], {}, /Say nothing/],
  [['audit', 'a'], {}, /"audit"/],
  [['operator'], {}, /operator EMAIL/],
  [['tenant', 'lake', 'Lake Desk', 'irene@lake.example'], {}, /FULL-NAME/],
  [['--unknown'], {}, /--unknown/],
])('%j with %j is one clear line', (args, environment, line) => {
  expect(() => readConfig(args, environment)).toThrow(line);
});

test('a wrong option given by a program is named too', () => {
  expect(() => checked({ port: -1 })).toThrow('The setting --port is not valid');
});
