import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../sync-server/engine/connect.ts';
import { readDefinition } from '../../sync-server/engine/catalog.ts';
import { prepareFilter } from '../../sync-server/engine/filter.ts';
import { type Table, type TableDefinition, tableOf } from '../../sync-server/engine/table.ts';
import { freshDatabase } from '../support/postgres.ts';

const runs = Number(process.env['RUNS'] ?? 400);
const columns = ['i', 'big', 'num', 'dbl', 'flag', 't', 'v', 'c', 'u', 'ts', 'tz', 'd', 'tags', 'nums', 'mood'] as const;
let client: pg.Client;
let table: Table;
let rows: Record<string, string | null>[];
let drop: () => Promise<void>;

const texts = [
  '',
  'a',
  'A',
  'b',
  'ab',
  'a%b',
  'a_b',
  'a\\b',
  "it's",
  'Zoë',
  'ZOË',
  'ß',
  'İstanbul',
  'ΣΑΣ',
  '\u{1f600}',
  '\uffee',
  '\ue000',
  'ｚ',
  'user:1',
  'team:7',
  'a,b',
  '"q"',
  '{x}',
  'NULL',
  ' lead',
  'trail ',
  'new\nline',
  'tab\t',
];
const pools: Readonly<Record<string, readonly string[]>> = {
  i: ['0', '1', '-1', '2147483647', '-2147483648', '7'],
  big: ['0', '9007199254740993', '9007199254740992', '-9223372036854775808', '9223372036854775807'],
  num: ['0', '0.0', '1', '1.0', '1.10', '1.1', '-0.5', '99999999999999999999.999', 'NaN', 'Infinity', '-Infinity', '1e3'],
  dbl: ['0', '-0', '1.5', '1e300', '-1e-300', 'NaN', 'Infinity', '-Infinity', '0.1'],
  flag: ['true', 'false'],
  t: texts,
  v: texts,
  c: ['a', 'a  ', 'b', 'ab'],
  u: ['00000000-0000-0000-0000-000000000000', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'],
  ts: ['2024-02-29 12:00:00', '2024-02-29 12:00:00.5', '0044-03-15 00:00:00 BC', '12024-01-01 00:00:00', 'infinity', '-infinity', '1999-12-31 23:59:59.999999'],
  tz: ['2024-02-29T12:00:00Z', '2024-02-29 13:00:00+01', '2024-02-29 12:00:00.000001+00', 'infinity', '1900-01-01 00:00:00+00'],
  d: ['2024-02-29', '0001-01-01 BC', '9999-12-31', 'infinity'],
  tags: ['{}', '{a}', '{a,b}', '{NULL}', '{a,NULL}', '{"a,b"}', '{"NULL"}', '{user:1,team:7}', '{"it\'s"}', '{{a,b},{c,d}}'],
  nums: ['{}', '{1}', '{1,2}', '{NULL,7}'],
  mood: ['sad', 'ok', 'happy'],
};

beforeAll(async () => {
  const database = await freshDatabase();
  ({ drop } = database);
  client = await connect(database.url, () => {});
  await client.query(`create type mood as enum ('sad', 'ok', 'happy');
    create table samples (id int primary key, i int, big bigint, num numeric, dbl float8, flag boolean, t text, v varchar(40), c char(4), u uuid, ts timestamp, tz timestamptz, d date, tags text[], nums int[], mood mood)`);
  let random = 12345;
  const next = (size: number) => (random = (random * 1103515245 + 12345) % 2147483648) % size;
  for (let id = 0; id < 300; id += 1) {
    const values = columns.map((column) => (next(6) === 0 ? null : (pools[column]?.[next(pools[column].length)] ?? null)));
    await client.query(`insert into samples values ($1, ${columns.map((_, index) => `$${index + 2}`).join(', ')})`, [id, ...values]);
  }
  const { rows: found } = await client.query<{ oid: string }>(`select 'samples'::regclass::oid::text as oid`);
  const oid = Number(found[0]?.oid);
  table = tableOf(1, oid, JSON.parse((await readDefinition(client, oid)) ?? '') as TableDefinition, null);
  // As text through the types' output functions, which is what replication sends: a boolean is t or f.
  const list = table.columns.map(({ name, type, isArray }) =>
    type === 'bool' && !isArray
      ? `case when ${name} then 't' when not ${name} then 'f' end as ${name}`
      : type === 'bpchar'
        ? `format('%s', ${name}) as ${name}, ${name} is null as c_null`
        : `${name}::text as ${name}`,
  );
  rows = (await client.query<Record<string, string | null>>(`select ${list.join(', ')} from samples order by samples.id`)).rows.map((row) => ({
    ...row,
    c: row['c_null'] ? null : (row['c'] ?? null),
  }));
});
afterAll(async () => {
  await client.end();
  await drop();
});

const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;
const pick = (name: string) => fc.constantFrom(...(pools[name] ?? ['']));
const scalar = fc.constantFrom('i', 'big', 'num', 'dbl', 'flag', 't', 'v', 'c', 'u', 'ts', 'tz', 'd');
const comparison = fc.constantFrom('=', '<>', '!=', '<', '>', '<=', '>=');
const orNull = (text: fc.Arbitrary<string>) => fc.oneof({ weight: 8, arbitrary: text.map(quote) }, { weight: 1, arbitrary: fc.constant('NULL') });
const literal = (name: string) => orNull(pick(name));
const predicate: fc.Arbitrary<string> = fc.oneof(
  scalar.chain((name) => fc.tuple(comparison, literal(name)).map(([op, value]) => `${name} ${op} ${value}`)),
  scalar.chain((name) => fc.tuple(comparison, literal(name)).map(([op, value]) => `${value} ${op} ${name}`)),
  scalar.chain((name) =>
    fc.tuple(fc.array(literal(name), { minLength: 1, maxLength: 12 }), fc.boolean()).map(([values, not]) => `${name} ${not ? 'NOT ' : ''}IN (${values.join(', ')})`),
  ),
  scalar.chain((name) => fc.tuple(pick(name), pick(name)).map(([low, high]) => `${name} BETWEEN ${quote(low)} AND ${quote(high)}`)),
  fc.tuple(fc.constantFrom(...columns), fc.boolean()).map(([name, not]) => `${name} IS ${not ? 'NOT ' : ''}NULL`),
  fc
    .tuple(
      fc.constantFrom('t', 'v'),
      fc.constantFrom('LIKE', 'ILIKE', 'NOT LIKE', 'NOT ILIKE'),
      fc.constantFrom('%', 'a%', '%b', '_', '__', 'a\\%b', 'a\\_b', 'zo_', 'Σας', '%É%', '%ë', 'i%', 'İ%', "it's", '%\n%', 'A', '\u{1f600}'),
    )
    .map(([name, op, pattern]) => `${name} ${op} ${quote(pattern)}`),
  literal('t').map((value) => `${value} = ANY(tags)`),
  fc.constantFrom('1', '7', 'NULL').map((value) => `${value} = ANY(nums)`),
  fc.tuple(fc.constantFrom('@>', '<@', '&&'), pick('tags')).map(([op, value]) => `tags ${op} ${quote(value)}`),
  fc.tuple(fc.constantFrom('@>', '<@', '&&'), pick('nums')).map(([op, value]) => `nums ${op} ${quote(value)}`),
  pick('tags').map((value) => `t = ANY(${quote(value)})`),
  pick('tags').map((value) => `t = ANY(${quote(value)}::text[])`),
  pick('mood').map((value) => `mood = ${quote(value)}`),
  fc
    .tuple(fc.constantFrom('i', 'num', 'flag', 'u', 'ts', 'd', 'mood', 'c'), fc.constantFrom('=', '<'), fc.constantFrom('1', '1.10', 'true', 'sad', 'a', '2024-02-29'))
    .map(([name, op, value]) => `${name}::text ${op} ${quote(value)}`),
  fc.constantFrom('flag', 'true', 'NOT flag', 't = v', 't < v', 'ts > ts', 'i = 7', 'num > 1.05', 'i >= -1', 'NULL'),
);
const filter: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    predicate,
    fc.tuple(tie('node'), fc.constantFrom('AND', 'OR'), tie('node')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('node').map((a) => `NOT (${a})`),
    fc.tuple(tie('node'), tie('node'), tie('node')).map(([a, b, c]) => `${a} AND ${b} OR ${c}`),
  ),
})).node;

const ask = async (sql: string, values: readonly (string | null)[]) => (await client.query<Record<string, unknown>>(sql, [...values])).rows;

/** Postgres' own answer to the filter as it was written, with the collations that the engine promises. */
async function postgresAnswer(sql: string): Promise<(boolean | null)[]> {
  return (await client.query<{ answer: boolean | null }>(`select (${sql}) as answer from samples order by id`)).rows.map(({ answer }) => answer);
}

/** The first rows about which the two disagree. */
const differences = (here: readonly (boolean | null)[], there: readonly (boolean | null)[]) =>
  here.flatMap((answer, index) => (answer === there[index] ? [] : [{ here: answer, postgres: there[index], row: rows[index] }])).slice(0, 2);

test(`a filter means in memory what it means in Postgres (${runs} filters × 300 rows)`, async () => {
  await fc.assert(
    fc.asyncProperty(filter, async (text) => {
      const prepared = await prepareFilter(text, table, new Map(), ask);
      const here = rows.map((row) => prepared.test({ text: (index) => row[table.columns[index]?.name ?? ''] ?? null }));
      expect(differences(here, await postgresAnswer(prepared.sql)), `as printed: ${prepared.sql}`).toEqual([]);
      // As written it must be the same, but for the order of texts, where the database's collation is the engine's (C.UTF-8).
      expect(differences(here, await postgresAnswer(text)), 'as written').toEqual([]);
      if (prepared.terms !== null) {
        rows.forEach((row, index) => {
          if (here[index] !== true) return;
          const found = prepared.terms?.some(({ column, inArray, key }) => {
            const value = row[table.columns[column]?.name ?? ''] ?? null;
            return inArray ? value?.includes(key) === true : value === key;
          });
          expect(found, `a matching row is found by ${JSON.stringify(prepared.terms)}`).toBe(true);
        });
      }
    }),
    { numRuns: runs },
  );
}, 120_000);

test('parameters stand for values only', async () => {
  const params = new Map([
    [1, `x' or '1'='1`],
    [2, '{user:1,"a,b"}'],
    [3, '7'],
  ]);
  const prepared = await prepareFilter('t = $1 or tags && $2 and i = $3 or i = $3::int', table, params, ask);
  expect(prepared.sql).toBe(`(("t" = 'x'' or ''1''=''1'::text) or (("tags" && '{user:1,"a,b"}'::text[]) and ("i" = '7'::int4)) or ("i" = '7'::int4))`);
});

test.each([
  ['t = now()', 'function now() is not supported at position 5'],
  ['nope = 1', 'unknown column "nope" at position 1'],
  ['t = ', 'unexpected the end at position 5'],
  ['t = $2', 'parameter $2 was not provided at position 5'],
  ["i = 'abc'", 'invalid input syntax for type integer: "abc" at position 5'],
  ["t ~ 'x'", 'unexpected "~" at position 3'],
  ["(t = 'x'", 'expected ) instead of the end at position 9'],
  ["t = 'x' t", 'unexpected "t" at position 9'],
  ['t', 'expected a condition instead of a value at position 1'],
  ['select 1', 'unknown column "select" at position 1'],
  ["t = 'x'; drop table samples", 'unexpected ";" at position 8'],
  ["t = 'x' -- comment", 'unexpected "-" at position 9'],
  ['i::int8 = 1', 'a column can be cast to text only at position 4'],
  ["t LIKE 'x\\'", 'the pattern of LIKE must not end with an escape character at position 8'],
  ['i = t', 't is text and cannot be compared with int4 at position 5'],
  ["mood < 'ok'", 'values of type mood have no supported order at position 6'],
  ["tags = '{}'", 'arrays are compared with @>, <@, && or ANY only at position 6'],
])('%s is refused: %s', async (text, message) => {
  await expect(prepareFilter(text, table, new Map(), ask)).rejects.toThrow(message);
});
