import type pg from 'pg';

/** Tables whose present rows say more than a backup's: what was signed out, revoked or given since must stay so. */
const outliving = ['auth_credentials', 'auth_sessions', 'auth_recovery', 'auth_tenant_keys', 'auth_quarantine', 'devices', 'number_counters', 'number_blocks'];

/** Numbers that may have been given since a backup when nobody is left to say how many. */
const numbersSkipped = 1000;

/** Sets the present rows of these tables aside for the length of the transaction. */
export async function keepPresent(client: pg.Client): Promise<void> {
  for (const table of outliving) await client.query(`create temp table present_${table} on commit drop as table "${table}"`);
}

/** Lets present rows win over those that the backup brought, where the rows they belong to exist in it. */
export async function mergePresent(client: pg.Client): Promise<void> {
  const hasHistory = (await client.query('select 1 from present_devices limit 1')).rowCount === 1;
  for (const table of ['auth_credentials', 'auth_recovery', 'auth_tenant_keys', 'auth_quarantine']) {
    await replaceRows(
      client,
      table,
      table === 'auth_credentials' ? ['user_id'] : table === 'auth_recovery' ? ['tenant_id', 'device_id'] : table === 'auth_quarantine' ? ['id'] : ['tenant_id'],
    );
  }
  // A session that ended since must not come back to life; in an empty database there is none to go by.
  if (hasHistory) {
    await client.query('delete from auth_sessions');
    await client.query('insert into auth_sessions select * from present_auth_sessions');
  }
  await replaceRows(client, 'devices', ['tenant_id', 'id'], 'exists (select 1 from memberships m where m.tenant_id = p.tenant_id and m.user_id = p.user_id)');
  await replaceRows(client, 'number_blocks', ['tenant_id', 'id'], 'exists (select 1 from devices d where d.tenant_id = p.tenant_id and d.id = p.device_id)');
  await client.query(`update number_counters set last_seq = last_seq + ${numbersSkipped}`);
  await client.query(
    `insert into number_counters select p.* from present_number_counters p where exists (select 1 from tenants t where t.tenant_id = p.tenant_id)
     on conflict (tenant_id, series, period) do update set last_seq = greatest(number_counters.last_seq, excluded.last_seq)`,
  );
}

async function replaceRows(client: pg.Client, table: string, key: readonly string[], condition = 'true'): Promise<void> {
  const same = key.map((column) => `t."${column}" = p."${column}"`).join(' and ');
  await client.query(`delete from "${table}" t using present_${table} p where ${same} and ${condition}`);
  await client.query(`insert into "${table}" select p.* from present_${table} p where ${condition}`);
}
