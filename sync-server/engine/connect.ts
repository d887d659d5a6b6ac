import pg from 'pg';

/** Settings under which every value has one text, here and in the replication stream. */
const settings = [
  'DateStyle=ISO,MDY',
  'TimeZone=UTC',
  'IntervalStyle=iso_8601',
  'extra_float_digits=1',
  'bytea_output=hex',
  'client_encoding=UTF8',
  'standard_conforming_strings=on',
  'row_security=off',
  'statement_timeout=0',
  'idle_in_transaction_session_timeout=0',
]
  .map((setting) => `-c ${setting.replaceAll(' ', String.raw`\ `)}`)
  .join(' ');

/** How every connection of the engine is made. */
export const clientSettings = (databaseUrl: string): pg.ClientConfig => ({
  connectionString: databaseUrl,
  application_name: 'holdfast-engine',
  keepAlive: true,
  connectionTimeoutMillis: 10_000,
  options: settings,
});

/** Opens a connection of the engine; `onLost` hears when it breaks later. */
export async function connect(databaseUrl: string, onLost: (error: Error) => void, extra: { readonly replication?: string } = {}): Promise<pg.Client> {
  const client = new pg.Client({ ...clientSettings(databaseUrl), ...extra });
  let connected = false;
  client.on('error', (error) => {
    if (connected) onLost(error);
  });
  client.on('end', () => {
    if (connected) onLost(new Error('the connection to Postgres ended'));
  });
  await client.connect();
  connected = true;
  return client;
}
