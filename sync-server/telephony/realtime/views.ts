import pg from 'pg';
import { agentAor, agentEndpoint } from '../pbx/files.ts';

/** The schema that the PBX sees, and nothing else. */
export const pbxSchema = 'pbx';
/** The role by which the PBX reads it. */
export const pbxRole = 'holdfast_pbx';

/** The views from which Asterisk reads one tenant's telephones, queues, members and numbers: what is edited in Holdfast is the PBX's configuration. */
export function viewsOf(tenantId: string): Readonly<Record<string, string>> {
  const own = (table: string) => `${table}.tenant_id = ${pg.escapeLiteral(tenantId)} AND ${table}.deleted_at IS NULL`;
  const phones = `FROM extensions e WHERE ${own('e')} AND e.is_active AND e.secret IS NOT NULL AND e.number ~ '^[0-9]{1,20}$'`;
  return {
    ps_endpoints: `SELECT e.number AS id, e.number AS aors, e.number AS auth, ${constants(agentEndpoint)},
  e.number || '@default' AS mailboxes,
  '"' || translate(coalesce((SELECT m.display_name FROM memberships m WHERE ${own('m')} AND m.user_id = e.user_id), e.number), E'"\\\\\\r\\n', '') || '" <' || e.number || '>' AS callerid ${phones}`,
    ps_auths: `SELECT e.number AS id, 'userpass' AS auth_type, e.sip_user AS username, e.secret AS password ${phones}`,
    ps_aors: `SELECT e.number AS id, ${constants(agentAor)} ${phones}`,
    queues: `SELECT q.asterisk_queue_name AS name, ${strategy} AS strategy, ${constants({ timeout: 15, retry: 1, ringinuse: 'no', autofill: 'yes', joinempty: 'yes', leavewhenempty: 'no', timeoutrestart: 'no', servicelevel: 20 })}
FROM queues q WHERE ${own('q')} AND q.is_active`,
    queue_members: `SELECT q.asterisk_queue_name AS queue_name, 'PJSIP/' || e.number AS interface, 'PJSIP/' || e.number AS state_interface, e.number AS membername, qm.penalty::text AS penalty,
  CASE WHEN qm.state = 'paused' OR coalesce(s.state IN ('wrapUp', 'break', 'away', 'offline'), false) THEN '1' ELSE '0' END AS paused, coalesce(r.code, '') AS reason_paused, qm.id::text AS uniqueid
FROM queue_members qm
JOIN queues q ON q.tenant_id = qm.tenant_id AND q.id = qm.queue_id AND ${own('q')} AND q.is_active
JOIN extensions e ON e.tenant_id = qm.tenant_id AND e.user_id = qm.user_id AND ${own('e')} AND e.is_active
LEFT JOIN LATERAL (SELECT a.state, a.reason_id FROM agent_states a WHERE ${own('a')} AND a.user_id = qm.user_id AND a.until_at IS NULL ORDER BY a.from_at DESC LIMIT 1) s ON true
LEFT JOIN agent_state_reasons r ON r.tenant_id = qm.tenant_id AND r.id = coalesce(qm.paused_reason_id, s.reason_id)
WHERE ${own('qm')} AND qm.state IN ('in', 'paused')`,
    phone_numbers: `SELECT n.number, q.asterisk_queue_name AS queue, q.max_wait_time::text AS max_wait, e.number AS extension FROM phone_numbers n
LEFT JOIN queues q ON q.tenant_id = n.tenant_id AND q.id = n.queue_id AND ${own('q')} AND q.is_active
LEFT JOIN extensions e ON e.tenant_id = n.tenant_id AND e.user_id = n.user_id AND ${own('e')} AND e.is_active
WHERE ${own('n')} AND n.is_active`,
  };
}

const strategies = { ringAll: 'ringall', leastRecent: 'leastrecent', fewestCalls: 'fewestcalls', random: 'random', roundRobin: 'rrmemory', linear: 'linear' };
const strategy = `CASE q.ring_strategy ${Object.entries(strategies)
  .map(([ours, theirs]) => `WHEN '${ours}' THEN '${theirs}'`)
  .join(' ')} END`;

const constants = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${pg.escapeLiteral(String(value))}::text AS ${pg.escapeIdentifier(name)}`)
    .join(', ');
