import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../sync-server/db/new-id.ts';
import { preparePbxDatabase } from '../../sync-server/telephony/realtime/prepare.ts';
import type { PbxDatabase } from '../../sync-server/telephony/pbx/plan.ts';
import { openOffice, type Office } from '../support/office.ts';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';

const missing = await whyNoPbx();

describe.skipIf(missing !== null)(`the PBX's configuration in the database (${missing ?? 'Asterisk'})`, () => {
  let office: Office;
  let database: PbxDatabase;
  let pbx: TestPbx;
  const other = newId<'tenants'>(Date.now());
  const insert = async (table: string, values: Readonly<Record<string, unknown>>, tenantId: string = office.world.tenantId) => {
    const row = { id: newId(Date.now()), tenant_id: tenantId, created_at: new Date(), updated_at: new Date(), version: 1, ...values };
    const client = await office.admin.connect();
    // Rows of another tenant need nobody there.
    await client.query(`set session_replication_role = 'replica'`);
    await client.query(`INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row).map((_, place) => `$${place + 1}`)})`, Object.values(row));
    await client.query(`reset session_replication_role`);
    client.release();
    return row.id;
  };
  const userOf = (name: string) => office.world.idOf('users', 'email', office.world.email(name));

  beforeAll(async () => {
    office = await openOffice();
    const support = await insert('queues', {
      name: 'Support',
      asterisk_queue_name: 'support',
      max_wait_time: 60,
      ring_strategy: 'roundRobin',
      wrap_up_time: 30,
      voicemail_enabled: false,
      is_active: true,
    });
    await insert('extensions', { number: '301', user_id: userOf('agent'), sip_user: 'agent-301', secret: 'first secret', is_active: true });
    await insert('queue_members', { queue_id: support, user_id: userOf('agent'), penalty: 2, state: 'in' });
    await insert('phone_numbers', { number: '+493012345', queue_id: support, is_active: true, capabilities: [] });
    await insert('extensions', { number: '901', user_id: newId(Date.now()), sip_user: 'foreign', secret: 'not yours', is_active: true }, other);
    database = await preparePbxDatabase(office.url, office.world.tenantId);
    pbx = await startPbx({ agents: [], database });
  });
  afterAll(async () => {
    await pbx?.stop();
    await office?.close();
  });

  test('is what was edited, as soon as it was', async () => {
    expect(await pbx.console('pjsip show endpoint 301')).toMatch(/webrtc +: yes/);
    expect(await pbx.console('pjsip show auth 301')).toContain('agent-301');
    expect(await pbx.console('pjsip show endpoint 302')).toContain('Unable to find object');
    await insert('extensions', { number: '302', user_id: userOf('second'), sip_user: 'agent-302', secret: 'second secret', is_active: true });
    expect(await pbx.console('pjsip show endpoint 302')).toContain('agents');
    await office.admin.query(`UPDATE extensions SET is_active = false WHERE number = '302'`);
    expect(await pbx.console('pjsip show endpoint 302')).toContain('Unable to find object');
  });

  test('brings a caller of a number into its queue, whose members are those of the rows', async () => {
    const caller = await pbx.call({ to: '+493012345', from: '+4915112345678', seconds: 20 });
    await expect.poll(() => pbx.console('queue show support')).toMatch(/1\. PJSIP\/trunk/);
    const shown = await pbx.console('queue show support');
    expect(shown).toContain("'rrmemory' strategy");
    expect(shown).toMatch(/301 \(PJSIP\/301\).*penalty 2.*realtime/);
    await caller.hangUp();
  });

  test('pauses a member whose state is a break, without a word to the PBX', async () => {
    await insert('agent_states', { user_id: userOf('agent'), state: 'break', from_at: new Date() });
    const caller = await pbx.call({ to: '+493012345', from: '+4915112345678', seconds: 20 });
    await expect.poll(() => pbx.console('queue show support')).toMatch(/301 \(PJSIP\/301\).*paused/);
    await caller.hangUp();
  });

  test('is all that the PBX’s role can read', async () => {
    const client = new pg.Client({ ...database });
    await client.connect();
    const { rows } = await client.query(
      `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables WHERE table_schema NOT IN ('information_schema', 'pg_catalog') ORDER BY 2`,
    );
    expect(rows).toEqual(['phone_numbers', 'ps_aors', 'ps_auths', 'ps_endpoints', 'queue_members', 'queues'].map((name) => ({ schema: 'pbx', name })));
    for (const table of ['users', 'extensions', 'calls', 'contacts', 'auth_credentials'])
      await expect(client.query(`SELECT 1 FROM public.${table}`)).rejects.toThrow(/permission denied/);
    await expect(client.query(`UPDATE ps_auths SET password = 'x'`)).rejects.toThrow(/permission denied/);
    expect((await client.query('SELECT password FROM ps_auths')).rows).toEqual([{ password: 'first secret' }]);
    await client.query(`SET app.tenant = '${other}'`);
    expect((await client.query('SELECT password FROM ps_auths')).rows).toEqual([]);
    await client.end();
  });
});
