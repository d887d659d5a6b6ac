import { overEvent, services, type PbxPlan } from './plan.ts';

type Steps = readonly [extension: string, steps: readonly string[]];

/** The dial plan, `extensions.conf`: few numbers, and every way to an agent passes `hdr`, which says to whom a call belongs. */
export function dialPlan(plan: PbxPlan): string {
  const greet = plan.announces ? announce(plan) : [];
  const queueCall = (name: string, maxWait: number | string) => ['Answer()', ...greet, record, `Queue(${name},b(hdr^s^1(${name})),,,${maxWait})`, 'Hangup()'];
  const queues = plan.queues.map(({ name, number, maxWait = 300 }): Steps => [number, queueCall(name, maxWait)]);
  return [
    context('services', serviceSteps),
    context('extensions', extensionSteps),
    context('queues', [...queues, ...(plan.database ? [stored] : [])]),
    ...(plan.database ? [context('wait', [['s', waitIn(plan)]]), context('outside', [['_[+0-9].', outside]])] : []),
    // Agents reach everything, and the Call-ID of their telephone names what they begin.
    context('agents', [['_[*#+0-9]!', [...named, origin, ...(plan.database ? [whoDials] : []), 'GotoIf($[${DIALPLAN_EXISTS(reach,${EXTEN},1)}]?reach,${EXTEN},1)', 'Hangup(1)']]]),
    // `extensions` comes last: it takes any number.
    context('reach', [], ['services', 'parkedcalls', 'queues', 'extensions']),
    // A carrier reaches the numbers that lead somewhere. What it says of our own calls in headers is not passed on: a call to an agent is a new INVITE.
    context('trunk', [], ['services', 'queues', 'extensions']),
    context('hdr', [['s', header]]),
    context('over', [['s', over]]),
  ].join('\n');
}

/** A number that is in the database: of a queue, or of an agent. An agent who dials one that is nobody's here dials the outside; a carrier never does. */
const stored: Steps = [
  '_[+0-9].',
  [
    ...['queue', 'extension'].map((field) => `Set(${field}=${rowField('phone_numbers', 'number', '${EXTEN}', field)})`),
    'GotoIf($["${queue}"!=""]?wait,s,1)',
    'GotoIf($["${from}"!="" & "${extension}"="" & "${PJSIP_ENDPOINT(${EXTEN},aors)}"=""]?outside,${EXTEN},1)',
    'Set(person=${IF($["${extension}"=""]?${EXTEN}:${extension})})',
    'GotoIf($[${DIALPLAN_EXISTS(extensions,${person},1)}]?extensions,${person},1)',
    'Hangup(1)',
  ],
];

// Whoever was transferred to a number dials it as the one who transferred.
const whoDials = 'Set(from=${IF($["${BLINDTRANSFER}"=""]?${CHANNEL(endpoint)}:${CUT(CUT(BLINDTRANSFER,/,2),-,1)})})';

function rowField(family: string, key: string, value: string, field: string): string {
  return `\${REALTIME_FIELD(${family},${key},${value},${field})}`;
}

const record = 'MixMonitor(${ASTSPOOLDIR}/recording/${UNIQUEID}.wav,b)';

/** Says to the caller that the call is recorded, before it is. */
const announce = ({ announcement = ownWords }: PbxPlan): readonly string[] => [`Playback(${announcement})`, 'UserEvent(Announced,Status: ${PLAYBACKSTATUS})'];
/** Asterisk's own prompt, after a tone. */
const ownWords = 'beep&conf-now-recording';

/** The telephone's Call-ID, for AMI's events and for the history of channels. */
const named = ['Set(SIPCALLID=${CHANNEL(pjsip,call-id)})', 'Set(CHANNEL(userfield)=${SIPCALLID})'];

// For whoever it rings: how their desks know the row of the one who began it. Whom one of us transferred began nothing.
const origin = 'ExecIf($["${BLINDTRANSFER}"=""]?Set(__ORIGIN=${SIPCALLID}))';

/** A caller's own words, three minutes at most; who hangs up has left them all the same. */
const message = ['Playback(vm-intro)', 'Record(${ASTSPOOLDIR}/recording/voicemail-${UNIQUEID}.wav,10,180,k)'];

/** A caller's way through the queues: from one to that for its overflow, five at most, and to a message where the last one that takes messages was. */
const waitIn = (plan: PbxPlan): readonly string[] => [
  'Answer()',
  `Set(recording=${rowField('queue_routes', 'name', '${queue}', 'recording')})`,
  'GotoIf($["${recording}"="off"]?enter)',
  'GotoIf($["${recording}"!="announced"]?record)',
  ...announce(plan),
  `n(record),${record}`,
  `n(enter),Set(max_wait=${rowField('queue_routes', 'name', '${queue}', 'max_wait')})`,
  `ExecIf($["${rowField('queue_routes', 'name', '${queue}', 'voicemail')}"="yes"]?Set(box=\${queue}))`,
  'Queue(${queue},b(hdr^s^1(${queue})),,,${max_wait})',
  'Set(entered=$[0${entered}+1])',
  `Set(next=${rowField('queue_routes', 'name', '${queue}', 'overflow')})`,
  'GotoIf($["${next}"="" | ${entered}>4]?unanswered)',
  'Set(queue=${next})',
  'Goto(enter)',
  'n(unanswered),GotoIf($["${box}"=""]?over)',
  'UserEvent(Voicemail,Queue: ${queue},Box: ${box})',
  ...message,
  'n(over),Hangup()',
];

/** To a carrier: over the trunk that the agent's row names, as the number that belongs to it. Cause 3 says that there is none, 34 that all its lines are in use. */
const outside = [
  ...['trunk', 'channels', 'caller'].map((field) => `Set(${field}=${rowField('outside', 'extension', '${from}', field)})`),
  'GotoIf($["${trunk}"=""]?none)',
  'Set(GROUP(trunk)=${trunk})',
  'GotoIf($[0${channels}>0 & ${GROUP_COUNT(${trunk}@trunk)}>0${channels}]?full)',
  'ExecIf($["${caller}"!=""]?Set(CALLERID(num)=${caller}))',
  'Dial(PJSIP/${FILTER(+0-9,${EXTEN})}@${trunk},90)',
  'Set(CDR_PROP(disable)=1)',
  'Hangup(${HANGUPCAUSE})',
  'n(none),Hangup(3)',
  'n(full),Hangup(34)',
];

/** Runs on the agent's channel before it rings: the softphone learns the call's name, the connector the softphone's Call-ID. */
const header = [
  // Whatever stands there already is not from us.
  'Set(PJSIP_HEADER(remove,X-Pbx-*)=)',
  'Set(PJSIP_HEADER(add,X-Pbx-Linkedid)=${CHANNEL(linkedid)})',
  'Set(PJSIP_HEADER(add,X-Pbx-Uniqueid)=${UNIQUEID})',
  'ExecIf($["${ARG1}"!=""]?Set(PJSIP_HEADER(add,X-Pbx-Queue)=${ARG1}))',
  'ExecIf($["${ORIGIN}"!=""]?Set(PJSIP_HEADER(add,X-Pbx-Origin)=${ORIGIN}))',
  ...named,
  'Set(CHANNEL(hangup_handler_push)=over,s,1)',
  'Return()',
];

/** Runs when a telephone's channel ends: whether it ever rang, nothing else in the history tells. */
const over = [`CELGenUserEvent(${overEvent},\${CHANNEL(state)})`, 'Return()'];

const extensionSteps: readonly Steps[] = [
  [
    '_XXX!',
    [
      'Set(contacts=${PJSIP_DIAL_CONTACTS(${EXTEN})})',
      'GotoIf($["${contacts}"=""]?absent)',
      'Dial(${contacts},45,b(hdr^s^1()))',
      // The call is over and recorded; saying why is no call of its own.
      'Set(CDR_PROP(disable)=1)',
      'Hangup(${HANGUPCAUSE})',
      // Nobody is registered there: 480, not 404, which is for numbers that lead nowhere.
      'n(absent),Hangup(${IF($["${PJSIP_ENDPOINT(${EXTEN},aors)}"=""]?1:20)})',
    ],
  ],
];

const serviceSteps: readonly Steps[] = [
  [services.echo, ['Answer()', 'Echo()']],
  [services.tone, ['Answer()', 'Milliwatt()']],
  [services.digits, ['Answer()', 'Read(digits,,4,,,10)', 'UserEvent(Digits,Value: ${digits})', 'Wait(1)', 'Hangup()']],
  [services.busy, ['Hangup(17)']],
  [services.earlyTone, ['Progress()', 'PlayTones(dial)', 'Wait(30)', 'Hangup(19)']],
  [services.silence, ['Answer()', 'Wait(3600)']],
  [
    `_${services.voicemail}X.`,
    [
      `Set(mailbox=\${EXTEN:${services.voicemail.length}})`,
      'GotoIf($["${PJSIP_ENDPOINT(${mailbox},aors)}"=""]?none)',
      'Answer()',
      'UserEvent(Voicemail,Mailbox: ${mailbox})',
      ...message,
      'Hangup()',
      'n(none),Hangup(1)',
    ],
  ],
  [`_${services.room}.`, ['Answer()', 'ConfBridge(${EXTEN})', 'Hangup()']],
  ['_*7XX', ['Set(PARKINGEXTEN=${EXTEN:1})', 'Park(default,sr)', 'Hangup()']],
  // By channel, so that a queue's ring is taken as well; the dash ends the name, or 10 would also take 100.
  [`_${services.pickup}XX.`, [`PickupChan(PJSIP/\${EXTEN:${services.pickup.length}}-,p)`, 'Hangup()']],
];

function context(name: string, steps: readonly Steps[], included: readonly string[] = []): string {
  const lines = steps.flatMap(([extension, [first, ...rest]]) => [
    `exten => ${extension},1,${first}`,
    ...rest.map((step) => ` same => ${step.startsWith('n(') ? step : `n,${step}`}`),
  ]);
  return [`[${name}]`, ...lines, ...included.map((each) => `include => ${each}`), ''].join('\n');
}
