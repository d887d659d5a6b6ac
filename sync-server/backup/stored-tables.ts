import type pg from 'pg';
import type { TableHead } from './archive.ts';

/** What a backup leaves out: it describes the schema or the moment, not the customer's data. */
const leftOut = ['schema_migrations', 'sync_beats'];

/** Every table of the product with the columns that hold what somebody wrote. */
export async function storedTables(client: pg.Client): Promise<readonly TableHead[]> {
  const { rows } = await client.query<TableHead>(
    `select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> all($1)
     group by c.relname order by c.relname`,
    [leftOut],
  );
  return rows;
}
