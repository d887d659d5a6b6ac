import { usualSettings } from '#domain/people/tenant.ts';
import pg from 'pg';
import { agentAor, agentEndpoint, trunkEndpoint } from '../pbx/files.ts';

/** The schema that the PBX sees, and nothing else. */
export const pbxSchema = 'pbx';
/** The role by which the PBX reads it. */
export const pbxRole = 'holdfast_pbx';

type Columns = Readonly<Record<string, string>>;

/** The views from which Asterisk reads one tenant's telephones, trunks, queues, members and numbers: what is edited in Holdfast is the PBX's configuration. */
export function viewsOf(tenantId: string): Columns {
  // The owner of the views may see every tenant: the wall is here, and a second one is the tenant that the role is bound to.
  const wall = `${pg.escapeLiteral(tenantId)} AND ${pg.escapeLiteral(tenantId)} = current_setting('app.tenant', true)`;
  const own = (table: string) => `${table}.tenant_id = ${wall} AND ${table}.deleted_at IS NULL`;
  // A name stands in the dial plan: what would be a step or an argument there names nothing.
  const queueIs = (q: string) => `${own(q)} AND ${q}.is_active AND ${q}.asterisk_queue_name ~ '^[A-Za-z0-9_-]{1,80}$'`;
  const phones = `FROM extensions e WHERE ${own('e')} AND e.is_active AND e.secret IS NOT NULL AND e.number ~ '^[0-9]{1,20}$'`;
  const trunkIs = `${own('t')} AND t.is_active AND t.host ~ '^[A-Za-z0-9.:_-]{1,255}$' AND t.transport <> 'wss'`;
  const trunks = `FROM trunks t WHERE ${trunkIs}`;
  const signsIn = 't.sip_user IS NOT NULL AND t.secret IS NOT NULL';
  const place = `'sip:' || t.host || ':' || t.port::text || ${told(`';transport='`)} || t.transport`;
  const inTeam = (team: string) => `EXISTS (SELECT 1 FROM team_members m WHERE ${own('m')} AND m.team_id = ${team} AND m.user_id = e.user_id)`;
  return {
    ps_endpoints: both(
      {
        id: 'e.number',
        aors: 'e.number',
        auth: 'e.number',
        ...constants(agentEndpoint),
        callerid: `'"' || ${told(`translate(coalesce((SELECT m.display_name FROM memberships m WHERE ${own('m')} AND m.user_id = e.user_id), e.number), E'"\\\\\\r\\n', '')`)} || '" <' || e.number || '>'`,
      },
      phones,
      {
        id: named,
        aors: named,
        ...constants(trunkEndpoint),
        allow: `coalesce(nullif(array_to_string(ARRAY(SELECT c FROM unnest(t.codecs) c WHERE c ~ '^[a-z0-9]{1,20}$'), ','), ''), ${text(trunkEndpoint.allow)})`,
        outbound_auth: `CASE WHEN ${signsIn} THEN ${named} END`,
        from_user: told('t.sip_user'),
      },
      trunks,
    ),
    ps_auths: both(
      { id: 'e.number', auth_type: text('userpass'), username: 'e.sip_user', password: 'e.secret' },
      phones,
      { id: named, auth_type: text('userpass'), username: told('t.sip_user'), password: told('t.secret') },
      `${trunks} AND ${signsIn}`,
    ),
    ps_aors: both({ id: 'e.number', ...constants(agentAor) }, phones, { id: named, contact: place }, trunks),
    ps_endpoint_id_ips: select({ id: named, endpoint: named, match: 't.host', srv_lookups: text('no') }, trunks),
    ps_registrations: select(
      {
        id: named,
        outbound_auth: named,
        server_uri: place,
        client_uri: `'sip:' || ${told('t.sip_user')} || '@' || t.host`,
        contact_user: told('t.sip_user'),
        retry_interval: text('30'),
        expiration: text('300'),
        max_retries: text(1_000_000),
        max_random_initial_delay: text(0),
      },
      `${trunks} AND ${signsIn}`,
    ),
    queues: select(
      {
        name: 'q.asterisk_queue_name',
        strategy,
        timeout: 'greatest(q.ring_time, 1)::text',
        ...constants({ retry: 1, ringinuse: 'no', autofill: 'yes', joinempty: 'yes', leavewhenempty: 'no', timeoutrestart: 'no', servicelevel: 20 }),
      },
      `FROM queues q WHERE ${queueIs('q')}`,
    ),
    queue_routes: select(
      {
        name: 'q.asterisk_queue_name',
        max_wait: 'nullif(q.max_wait_time, 0)::text',
        overflow: 'o.asterisk_queue_name',
        voicemail: `CASE WHEN q.voicemail_enabled THEN 'yes' END`,
        // The tenant's rule: off, after an announcement, or muted until there is consent.
        recording: `(SELECT coalesce(t.settings->>'recordingMode', '${usualSettings.recordingMode}') FROM tenants t WHERE ${own('t')} AND t.id = q.tenant_id)`,
      },
      `FROM queues q LEFT JOIN queues o ON o.tenant_id = q.tenant_id AND o.id = q.overflow_queue_id AND o.id <> q.id AND ${queueIs('o')} WHERE ${queueIs('q')}`,
    ),
    queue_members: `SELECT q.asterisk_queue_name AS queue_name, 'PJSIP/' || e.number AS interface, 'PJSIP/' || e.number AS state_interface, e.number AS membername, qm.penalty::text AS penalty,
  CASE WHEN qm.state = 'paused' OR coalesce(s.state IN ('wrapUp', 'break', 'away', 'offline'), false) THEN '1' ELSE '0' END AS paused, coalesce(r.code, '') AS reason_paused, qm.id::text AS uniqueid
FROM queue_members qm
JOIN queues q ON q.tenant_id = qm.tenant_id AND q.id = qm.queue_id AND ${queueIs('q')}
JOIN extensions e ON e.tenant_id = qm.tenant_id AND e.user_id = qm.user_id AND ${own('e')} AND e.is_active
LEFT JOIN LATERAL (SELECT a.state, a.reason_id FROM agent_states a WHERE ${own('a')} AND a.user_id = qm.user_id AND a.until_at IS NULL ORDER BY a.from_at DESC LIMIT 1) s ON true
LEFT JOIN agent_state_reasons r ON r.tenant_id = qm.tenant_id AND r.id = coalesce(qm.paused_reason_id, s.reason_id)
WHERE ${own('qm')} AND qm.state IN ('in', 'paused')`,
    phone_numbers: `SELECT n.number, q.asterisk_queue_name AS queue, e.number AS extension FROM phone_numbers n
LEFT JOIN queues q ON q.tenant_id = n.tenant_id AND q.id = n.queue_id AND ${queueIs('q')}
LEFT JOIN extensions e ON e.tenant_id = n.tenant_id AND e.user_id = n.user_id AND ${own('e')} AND e.is_active
WHERE ${own('n')} AND n.is_active`,
    // The trunk of the agent's own team before that of everybody; the agent's own number of it before the team's and the common one.
    outside: `SELECT e.number AS extension, t.name AS trunk, t.channels, n.number AS caller FROM extensions e
JOIN LATERAL (SELECT t.id, ${named} AS name, t.max_channels::text AS channels FROM trunks t WHERE ${trunkIs} AND (t.team_id IS NULL OR ${inTeam('t.team_id')}) ORDER BY t.team_id IS NULL, t.name LIMIT 1) t ON true
LEFT JOIN LATERAL (SELECT n.number FROM phone_numbers n WHERE ${own('n')} AND n.is_active AND n.trunk_id = t.id
  AND (n.user_id = e.user_id OR n.user_id IS NULL AND (n.team_id IS NULL OR ${inTeam('n.team_id')})) ORDER BY n.user_id IS NULL, n.team_id IS NULL, n.number LIMIT 1) n ON true
WHERE ${own('e')} AND e.is_active`,
  };
}

/** How the PBX names a trunk: never a number only, as a channel of digits is an agent's. */
export const trunkName = (id: string): string => `trunk-${id}`;
const named = `'${trunkName('')}' || t.id::text`;

const strategies = { ringAll: 'ringall', leastRecent: 'leastrecent', fewestCalls: 'fewestcalls', random: 'random', roundRobin: 'rrmemory', linear: 'linear' };
const strategy = `CASE q.ring_strategy ${Object.entries(strategies)
  .map(([ours, theirs]) => `WHEN '${ours}' THEN '${theirs}'`)
  .join(' ')} END`;

/** A value as Asterisk reads it back: it cuts one at a semicolon, and after a caret two digits are a character. */
const told = (value: string) => `replace(replace(${value}, '^', '^5E'), ';', '^3B')`;

const text = (value: string | number) => `${pg.escapeLiteral(String(value))}::text`;

const constants = (values: Readonly<Record<string, string | number>>): Columns => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]));

const select = (columns: Columns, from: string): string =>
  `SELECT ${Object.entries(columns)
    .map(([name, value]) => `${value} AS ${pg.escapeIdentifier(name)}`)
    .join(', ')} ${from}`;

/** Rows of two kinds in one view: what one kind has not is null there, and so not told to the PBX. */
function both(first: Columns, firstFrom: string, second: Columns, secondFrom: string): string {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  const whole = (columns: Columns): Columns => Object.fromEntries(names.map((name) => [name, columns[name] ?? 'NULL::text']));
  return `${select(whole(first), firstFrom)} UNION ALL ${select(whole(second), secondFrom)}`;
}
