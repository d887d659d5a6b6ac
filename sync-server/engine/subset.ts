import { createCopyJson } from './copy-json.ts';
import type { Filter } from './filter.ts';
import type { Subset } from './protocol.ts';
import { RequestError } from './protocol.ts';
import type { Shape } from './shape.ts';
import type { Shapes } from './shapes.ts';
import { copyOut, openSnapshot, rowsSql, type SnapshotSource } from './snapshot.ts';
import { quoteName } from './where/sql.ts';
import { tokenize } from './where/tokens.ts';
import { FilterError } from './where/types.ts';

const maxBytes = 64 * 1024 * 1024;

/** Answers a part of a shape as it is now, with the bounds that let the client skip changes it has seen. */
export async function answerSubset(shape: Shape, subset: Subset, source: SnapshotSource, shapes: Shapes): Promise<{ readonly body: string; readonly hasData: boolean }> {
  const part = await shapes.prepare({ ...shape.definition, where: subset.where, params: [...subset.params] });
  const order = subset.orderBy === null ? '' : ` order by ${orderSql(shape, subset.orderBy)}`;
  const rest = `${order}${subset.limit === null ? '' : ` limit ${subset.limit}`}${subset.offset === null ? '' : ` offset ${subset.offset}`}`;
  const filter: Filter = { ...shape.filter, sql: `(${shape.filter.sql}) and (${part.filter.sql})` };
  const mark = Math.floor(Math.random() * 1_000_000_000);
  const json = createCopyJson(shape.projection, 1024 * 1024, `,"snapshot_mark":${mark}`);
  const { client, bounds } = await openSnapshot(source, shape.table);
  const chunks: string[] = [];
  let bytes = 0;
  try {
    await copyOut(client, rowsSql(shape.projection, filter, rest), (...line) => {
      const chunk = json.write(...line);
      if (chunk === null) return null;
      bytes += chunk.length;
      if (bytes > maxBytes) return Promise.reject(new RequestError('limit', 'the subset is too large; use a smaller limit'));
      chunks.push(chunk.toString());
      return null;
    });
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
  const last = json.take().toString();
  if (last !== '') chunks.push(last);
  const { xmin, xmax, xip, end } = bounds;
  const metadata = { snapshot_mark: mark, database_lsn: String(end), xmin, xmax, xip_list: xip };
  return { body: `{"metadata":${JSON.stringify(metadata)},"data":[${chunks.join(',')}]}`, hasData: chunks.length > 0 };
}

function orderSql(shape: Shape, text: string): string {
  const tokens = tokenize(text);
  let position = 0;
  const peek = () => tokens[position] ?? { kind: 'end', text: 'end', at: text.length };
  const accept = (word: string) => {
    if (peek().kind !== 'name' || peek().text !== word) return false;
    position += 1;
    return true;
  };
  const items: string[] = [];
  for (;;) {
    const token = peek();
    position += 1;
    if ((token.kind !== 'name' && token.kind !== 'quoted') || !shape.table.columnIndex.has(token.text)) throw new FilterError('order_by expects a column', token.at);
    let item = quoteName(token.text);
    if (accept('desc')) item += ' desc';
    else accept('asc');
    if (accept('nulls')) {
      if (accept('first')) item += ' nulls first';
      else if (accept('last')) item += ' nulls last';
      else throw new FilterError('expected FIRST or LAST', peek().at);
    }
    items.push(item);
    if (peek().kind === 'end') return items.join(', ');
    if (peek().text !== ',') throw new FilterError('expected a comma', peek().at);
    position += 1;
  }
}
