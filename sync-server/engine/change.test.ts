import { expect, test } from 'vitest';
import { Change, describeChange, Projection } from './change.ts';
import { tableOf } from './table.ts';

const column = (name: string, keyIndex: number | null) => ({
  name,
  typeOid: 25,
  modifier: -1,
  notNull: true,
  type: 'text',
  isArray: false,
  isEnum: false,
  enumSchema: null,
  dimensions: 1,
  keyIndex,
});
const table = tableOf(1, 16_400, { schema: 'public', name: 'items', columns: [column('id', 0), column('title', null)] }, null);

/** An Insert message of pgoutput (Postgres, “Logical Replication Message Formats”). */
function insert(...values: readonly string[]): Buffer {
  const head = Buffer.from([0x49, 0, 0, 0x40, 0x10, 0x4e, 0, values.length]);
  return Buffer.concat([
    head,
    ...values.flatMap((value) => {
      const length = Buffer.alloc(5, 't');
      length.writeUInt32BE(Buffer.byteLength(value), 1);
      return [length, Buffer.from(value)];
    }),
  ]);
}

test('what is kept of a change keeps no other bytes alive, however small it is', () => {
  const messages = describeChange(new Change(table, 0, insert('1', 'first')), new Projection(table, [0, 1], false), () => true, 7, 9, true);
  expect(messages.map(({ open }) => JSON.parse(`${open.toString()}}}`))).toEqual([
    {
      key: '"public"."items"/"1"',
      value: { id: '1', title: 'first' },
      headers: { operation: 'insert', relation: ['public', 'items'], lsn: '7', op_position: 0, txids: [9] },
    },
  ]);
  for (const { open } of messages) expect(open.buffer.byteLength).toBe(open.byteLength);
});
