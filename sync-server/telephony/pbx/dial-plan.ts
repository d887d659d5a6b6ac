import { services, type PbxPlan } from './plan.ts';

type Steps = readonly [extension: string, steps: readonly string[]];

/** The dial plan, `extensions.conf`: few numbers, and every way to an agent passes `hdr`, which says to whom a call belongs. */
export function dialPlan(plan: PbxPlan): string {
  const queueCall = (name: string, maxWait: number | string) => ['Answer()', record, `Queue(${name},b(hdr^s^1(${name})),,,${maxWait})`, 'Hangup()'];
  const queues = plan.queues.map(({ name, number, maxWait = 300 }): Steps => [number, queueCall(name, maxWait)]);
  // Dialled with no queue of that number in the files: it may be one in the database.
  const stored: readonly Steps[] = plan.database
    ? [
        [
          '_[+0-9].',
          [
            ...['queue', 'max_wait', 'extension'].map((field) => `Set(${field}=\${REALTIME_FIELD(phone_numbers,number,\${EXTEN},${field})})`),
            'GotoIf($["${queue}"=""]?person)',
            ...queueCall('${queue}', '${max_wait}'),
            'n(person),Goto(extensions,${IF($["${extension}"=""]?${EXTEN}:${extension})},1)',
          ],
        ],
      ]
    : [];
  return [
    context('services', serviceSteps),
    context('extensions', extensionSteps),
    context('queues', [...queues, ...stored]),
    // Agents reach everything, and the Call-ID of their telephone names what they begin.
    context('agents', [['_[*#+0-9]!', [...named, 'GotoIf($[${DIALPLAN_EXISTS(reach,${EXTEN},1)}]?reach,${EXTEN},1)', 'Hangup(1)']]]),
    // `extensions` comes last: it takes any number.
    context('reach', [], ['services', 'parkedcalls', 'queues', 'extensions']),
    // A carrier reaches the numbers that lead somewhere. What it says of our own calls in headers is not passed on: a call to an agent is a new INVITE.
    context('trunk', [], ['services', 'queues', 'extensions']),
    context('hdr', [['s', header]]),
  ].join('\n');
}

const record = 'MixMonitor(${ASTSPOOLDIR}/recording/${UNIQUEID}.wav,b)';

/** The telephone's Call-ID, for AMI's events and for the history of channels. */
const named = ['Set(SIPCALLID=${CHANNEL(pjsip,call-id)})', 'Set(CHANNEL(userfield)=${SIPCALLID})'];

/** Runs on the agent's channel before it rings: the softphone learns the call's name, the connector the softphone's Call-ID. */
const header = [
  // Whatever stands there already is not from us.
  'Set(PJSIP_HEADER(remove,X-Pbx-*)=)',
  'Set(PJSIP_HEADER(add,X-Pbx-Linkedid)=${CHANNEL(linkedid)})',
  'Set(PJSIP_HEADER(add,X-Pbx-Uniqueid)=${UNIQUEID})',
  'ExecIf($["${ARG1}"!=""]?Set(PJSIP_HEADER(add,X-Pbx-Queue)=${ARG1}))',
  ...named,
  'Return()',
];

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
  [services.voicemailBox, ['Answer()', 'VoiceMailMain(${CALLERID(num)}@default,s)', 'Hangup()']],
  [`_${services.voicemail}X.`, ['Answer()', `VoiceMail(\${EXTEN:${services.voicemail.length}}@default,us)`, 'Hangup()']],
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
