import { AgentState } from '#domain/telephony/agent-state.ts';
import { Extension } from '#domain/telephony/extension.ts';
import { PhoneNumber } from '#domain/telephony/phone-number.ts';
import { QueueMember } from '#domain/telephony/queue-member.ts';
import { Queue } from '#domain/telephony/queue.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../sync-server/db/new-id.ts';
import { preparePbxDatabase } from '../../sync-server/telephony/realtime/prepare.ts';
import type { PbxDatabase } from '../../sync-server/telephony/pbx/plan.ts';
import { openOffice, type Office } from '../support/office.ts';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';
import { putRow } from '../support/put-row.ts';

const missing = await whyNoPbx();

describe.skipIf(missing !== null)(`the PBX's configuration in the database (${missing ?? 'Asterisk'})`, () => {
  let office: Office;
  let database: PbxDatabase;
  let pbx: TestPbx;
  let support: string;
  const other = newId<'tenants'>(Date.now());
  /** An extension of another tenant, of whom nobody else is there. */
  const insertForeign = async (values: Readonly<Record<string, unknown>>) => {
    const row = { id: newId(Date.now()), tenant_id: other, created_at: new Date(), updated_at: new Date(), version: 1, ...values };
    const client = await office.admin.connect();
    await client.query(`set session_replication_role = 'replica'`);
    await client.query(`INSERT INTO extensions (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row).map((_, place) => `$${place + 1}`)})`, Object.values(row));
    await client.query(`reset session_replication_role`);
    client.release();
  };
  const userOf = (name: string) => office.world.idOf('users', 'email', office.world.email(name));

  beforeAll(async () => {
    office = await openOffice();
    support = await putRow(office, Queue, { name: 'Support', asteriskQueueName: 'support', maxWaitTime: 60, ringStrategy: 'roundRobin' });
    await putRow(office, Extension, { number: '301', userId: userOf('agent'), sipUser: 'agent-301', secret: 'first secret' });
    await putRow(office, QueueMember, { queueId: support, userId: userOf('agent'), penalty: 2, state: 'in' });
    await putRow(office, PhoneNumber, { number: '+493012345', queueId: support });
    await insertForeign({ number: '901', user_id: newId(Date.now()), sip_user: 'foreign', secret: 'not yours', is_active: true });
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
    await putRow(office, Extension, { number: '302', userId: userOf('second'), sipUser: 'agent-302', secret: 'second secret' });
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
    await putRow(office, AgentState, { userId: userOf('agent'), state: 'break', fromAt: new Date().toISOString() });
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
