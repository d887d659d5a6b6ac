import { dialPlan } from './dial-plan.ts';
import { ini, section, type Section } from './ini.ts';
import { modules, realtimeModules } from './modules.ts';
import { services, type PbxAgent, type PbxPlan, type PbxQueue } from './plan.ts';

/** Every configuration file of an instance, by name; pure, so that what Asterisk is told can be read in a test. */
export function filesOf(plan: PbxPlan): Readonly<Record<string, string>> {
  const { folder, programs, ports, agents, queues, ami, carrier, database } = plan;
  return {
    'asterisk.conf': ini([
      section('directories', {
        astetcdir: `${folder}/etc`,
        astmoddir: programs.modules,
        astvarlibdir: `${folder}/lib`,
        astdbdir: `${folder}/db`,
        astkeydir: `${folder}/lib`,
        astdatadir: programs.data,
        astagidir: `${folder}/lib`,
        astspooldir: `${folder}/spool`,
        astrundir: `${folder}/run`,
        astlogdir: `${folder}/log`,
      }),
      // A live dial plan or AMI user must not reach the operating system.
      section('options', { verbose: 3, nocolor: 'yes', live_dangerously: 'no', systemname: 'holdfast' }),
    ]),
    'modules.conf': ini([
      {
        name: 'modules',
        entries: [
          ['autoload', 'no'],
          ...(database ? [['preload', 'res_config_pgsql.so'] as const] : []),
          ...[...modules, ...(database ? realtimeModules : [])].map((name) => ['load', `${name}.so`] as const),
        ],
      },
    ]),
    'logger.conf': ini([section('general', { dateformat: '%F %T.%3q' }), section('logfiles', { full: 'notice,warning,error,verbose', console: 'warning,error' })]),
    'http.conf': ini([section('general', { enabled: 'yes', bindaddr: '127.0.0.1', bindport: ports.http, sessionlimit: 2000, session_inactivity: 30000 })]),
    'ari.conf': ini([section('general', { enabled: 'yes', pretty: 'no' }), section(ami.user, { type: 'user', read_only: 'yes', password: ami.secret })]),
    'rtp.conf': ini([section('general', { rtpstart: 12_000, rtpend: 31_999, icesupport: 'yes', strictrtp: 'yes' })]),
    'pjproject.conf': ini([section('startup', { type: 'startup', log_level: 'default' })]),
    'pjsip.conf': ini([...transports(plan), ...trunk(carrier), ...(database ? [] : agents.flatMap(phone))]),
    'queues.conf': ini([
      section('general', { persistentmembers: 'no', autofill: 'yes', monitor_type: 'MixMonitor', log_member_name_as_agent: 'no' }),
      ...(database ? [] : queues.map(queue)),
    ]),
    'manager.conf': ini([
      section('general', {
        enabled: 'yes',
        bindaddr: '127.0.0.1',
        port: ports.ami,
        webenabled: 'no',
        channelvars: 'SIPCALLID',
        timestampevents: 'yes',
        authtimeout: 10,
        authlimit: 20,
      }),
      // It hears of the system, and may write neither command, system nor config: what is not named here is refused.
      section(ami.user, { secret: ami.secret, read: 'system,call,agent,cdr,user', write: 'call,agent,originate,reporting', writetimeout: 5000 }),
    ]),
    'cdr.conf': ini([section('general', { enable: 'yes', unanswered: 'yes', congestion: 'yes' })]),
    'cdr_manager.conf': ini([section('general', { enabled: 'yes' }), section('mappings', { linkedid: 'LinkedID', sipcallid: 'SipCallId' })]),
    'cdr_custom.conf': ini([section('mappings', { 'calls.csv': cdrColumns.map((column) => `\${CSV_QUOTE(\${CDR(${column})})}`).join(',') })]),
    'confbridge.conf': ini([section('general'), section('default_user', { type: 'user', quiet: 'yes' }), section('default_bridge', { type: 'bridge' })]),
    'features.conf': ini([section('general', { transferdigittimeout: 3, pickupexten: services.pickup })]),
    'res_parking.conf': ini([
      section('general'),
      section('default', {
        parkext: '700',
        parkpos: `${services.parkingFrom}-${services.parkingTo}`,
        context: 'parkedcalls',
        parkingtime: 120,
        findslot: 'first',
        comebacktoorigin: 'yes',
      }),
    ]),
    'musiconhold.conf': ini([section('default', { mode: 'files', directory: `${folder}/lib/moh` })]),
    'extensions.conf': dialPlan(plan),
    // What a hub missed while it was away, it reads there.
    'cel.conf': ini([section('general', { enable: 'yes', apps: 'queue,record,mixmonitor', events: celEvents.join(',') })]),
    'cel_custom.conf': ini([section(celFile, { format: 'json', fields: celFields.join(',') })]),
    'indications.conf': ini([
      section('general', { country: 'us' }),
      section('us', {
        description: 'United States',
        ringcadence: '2000,4000',
        dial: '350+440',
        busy: '480+620/500,0/500',
        ring: '440+480/2000,0/4000',
        congestion: '480+620/250,0/250',
      }),
    ]),
    // Asked for by modules that need nothing said.
    ...Object.fromEntries(['acl', 'ccss', 'stasis', 'udptl', 'websocket_client'].map((name) => [`${name}.conf`, ''])),
    'codecs.conf': ini([section('opus', { type: 'opus' })]),
    ...(database && {
      'res_pgsql.conf': ini([
        section('general', {
          dbhost: database.host,
          dbport: database.port,
          dbname: database.database,
          dbuser: database.user,
          dbpass: database.password,
          requirements: 'warn',
          order_multi_row_results_by_initial_column: 'no',
        }),
      ]),
      'extconfig.conf': ini([{ name: 'settings', entries: storedTables.map((table) => [table, 'pgsql,general']) }]),
      'sorcery.conf': ini([
        {
          name: 'res_pjsip',
          entries: ['endpoint', 'auth', 'aor'].flatMap((kind) => stored(kind, `ps_${kind}s`)),
        },
        { name: 'res_pjsip_endpoint_identifier_ip', entries: stored('identify', 'ps_endpoint_id_ips') },
        { name: 'res_pjsip_outbound_registration', entries: stored('registration', 'ps_registrations') },
      ]),
    }),
  };
}

const storedTables = ['ps_endpoints', 'ps_auths', 'ps_aors', 'ps_endpoint_id_ips', 'ps_registrations', 'queues', 'queue_members', 'queue_routes', 'phone_numbers', 'outside'];

/** From the database first, then from the files. */
const stored = (kind: string, table: string): Section['entries'] => [
  [kind, `realtime,${table}`],
  [kind, `config,pjsip.conf,criteria=type=${kind}`],
];

/** The columns of `log/cdr-custom/calls.csv`, in order. */
export const cdrColumns = [
  'linkedid',
  'uniqueid',
  'sipcallid',
  'src',
  'dst',
  'clid',
  'channel',
  'dstchannel',
  'start',
  'answer',
  'end',
  'duration',
  'billsec',
  'disposition',
  'lastapp',
] as const;

/** The history of channels, a line of JSON each, in `log/cel-custom`. */
export const celFile = 'calls.json';
const celEvents = ['CHAN_START', 'ANSWER', 'HANGUP', 'APP_START', 'APP_END', 'BRIDGE_ENTER', 'BRIDGE_EXIT', 'BLINDTRANSFER', 'ATTENDEDTRANSFER', 'USER_DEFINED'];
const celFields = ['eventtype', 'eventtime', 'uniqueid', 'linkedid', 'channame', 'num', 'name', 'exten', 'appname', 'appdata', 'userfield', 'peer', 'eventextra'];

/** How an agent's telephone is spoken to: a browser's media, one place at a time. The same in the files and in the views. */
export const agentEndpoint = {
  context: 'agents',
  webrtc: 'yes',
  dtls_auto_generate_cert: 'yes',
  direct_media: 'no',
  dtmf_mode: 'rfc4733',
  send_pai: 'yes',
  rewrite_contact: 'yes',
  disallow: 'all',
  allow: 'opus,ulaw',
  // A cable that is out for eight seconds ends no call: the telephone needs a few more to come back.
  rtp_timeout: 20,
  rtp_timeout_hold: 60,
  named_call_group: 'agents',
  named_pickup_group: 'agents',
} as const;

/** How a carrier is spoken to. */
export const trunkEndpoint = {
  context: 'trunk',
  disallow: 'all',
  allow: 'ulaw,alaw',
  direct_media: 'no',
  send_pai: 'yes',
  send_connected_line: 'no',
  send_diversion: 'no',
} as const;

/** One telephone rings per agent: the last to register. */
export const agentAor = { max_contacts: 1, remove_existing: 'yes', minimum_expiration: 10 } as const;

function phone({ extension, secret, name, deskPhone }: PbxAgent): readonly Section[] {
  const callerid = `"${(name ?? `Agent ${extension}`).replaceAll('"', '')}" <${extension}>`;
  const kind = deskPhone === undefined ? agentEndpoint : deskEndpoint;
  return [
    section(extension, { type: 'endpoint', aors: extension, auth: extension, ...kind, callerid }),
    section(extension, { type: 'auth', auth_type: 'userpass', username: extension, password: secret }),
    section(extension, { type: 'aor', ...agentAor, ...(deskPhone !== undefined && deskPhone !== 'registers' && { contact: `sip:${extension}@${deskPhone}` }) }),
  ];
}

const deskEndpoint = { context: 'agents', direct_media: 'no', send_pai: 'yes', disallow: 'all', allow: 'ulaw', named_call_group: 'agents', named_pickup_group: 'agents' } as const;

function queue({ name, members, strategy = 'rrmemory', ringSeconds = 15 }: PbxQueue): Section {
  const settings = {
    strategy,
    timeout: ringSeconds,
    retry: 1,
    ringinuse: 'no',
    autofill: 'yes',
    joinempty: 'yes',
    leavewhenempty: 'no',
    timeoutrestart: 'no',
    reportholdtime: 'no',
    servicelevel: 20,
  };
  return { name, entries: [...Object.entries(settings), ...members.map((extension) => ['member', `PJSIP/${extension},0,${extension},PJSIP/${extension}`] as const)] };
}

const transports = ({ ports, host = '127.0.0.1' }: Pick<PbxPlan, 'host' | 'ports'>): readonly Section[] => [
  section('global', { type: 'global', user_agent: 'Holdfast PBX', max_initial_qualify_time: 4 }),
  section('ws', { type: 'transport', protocol: 'ws', bind: '127.0.0.1', websocket_write_timeout: 5_000 }),
  section('udp', { type: 'transport', protocol: 'udp', bind: `${host}:${ports.sip}` }),
];

const trunk = (carrier: string): readonly Section[] => [
  section('trunk', { type: 'endpoint', aors: 'trunk', ...trunkEndpoint }),
  section('trunk', { type: 'aor' }),
  section('trunk', { type: 'identify', endpoint: 'trunk', match: carrier }),
];
