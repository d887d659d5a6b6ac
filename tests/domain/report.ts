import * as fs from 'node:fs';
import { parseArgs } from 'node:util';
import { capabilities, cellOf, columns } from '#domain/kernel/capability.ts';
import { baseFields, syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import { modules } from '#domain/kernel/names.ts';
import { allCommands, allEntities, commandOf, commands, queries } from '#domain/registry.ts';
import { operations } from '../../sync-server/api/routes.ts';
import { readSpecification, specificationFile, type SpecifiedEntity, type SpecifiedField, type Specification } from './specification.ts';

/** Whatever the specification names that the registry lacks or has otherwise, in words. */
export interface Missing {
  readonly entities: readonly string[];
  readonly fields: readonly string[];
  readonly moves: readonly string[];
  readonly capabilities: readonly string[];
  /** By the section that names them; the standard ones under their own. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
  readonly modes: readonly string[];
}

/** Where the declarations differ from the specification with reason. */
export const deviations: Readonly<Record<string, string>> = {
  'domains.tenantId': 'it is `ofTenantId`, for the base fields are the executors’ own',
  'users.passwordHash': 'it is in `auth_credentials`, which only the identity role reads',
  'unitAvailability.from': 'it is `fromAt`, for SQL keeps the word',
  'unitAvailability.until': 'it is `untilAt`, as its neighbour',
  'agentStates.from': 'it is `fromAt`, for SQL keeps the word',
  'agentStates.until': 'it is `untilAt`, as its neighbour',
  'emailDetails.to': 'it is `toAddresses`, for SQL keeps the word',
  'emailDetails.cc': 'it is `ccAddresses`, as its neighbour',
  'emailDetails.bcc': 'it is `bccAddresses`, as its neighbour',
  'emailDetails.references': 'it is `referenceIds`, for SQL keeps the word',
  'documentGrants.teamId': 'a grant names exactly one party, so it goes with it',
  'documentGrants.roleId': 'a grant names exactly one party, so it goes with it',
  'documentGrants.contactId': 'a grant names exactly one party, so it goes with it',
  'calls.callerNumber': 'a caller may withhold it',
  'auditEvents.deviceId': 'the record refers to nothing, so that it may outlive everything',
  'auditEvents.hash': 'the sealer sets it within a second',
};

/** Commands of the specification that are none here, with the reason: by name, or by the name's first part. */
export const otherwise: Readonly<Record<string, string>> = {
  auth: 'routes of identity (`/v1/sign-in`, `/v1/sign-out`, factors), for who is not signed in yet runs no command',
  'invitations.accept': 'a route of identity, for it makes the user who takes it',
  numbers: 'the route `/v1/numbers/lease`, for a device asks; what it holds goes back with it',
  'telephony.issueCredential': 'the route `/v1/telephony/credential`, for its answer is a secret that no log of commands may keep',
  'calls.ingest': 'the connector writes what the PBX says as rows, by the ids of its calls',
  ...Object.fromEntries(
    [
      ...'workflows workflowActions branches changeProposals approvals.request writebacks agentRuns proposals contracts engagements portal invoices payments bills ledger'.split(
        ' ',
      ),
      ...'transcripts conversations messages drafts channels documents qd evidence imports connectors oracle knowledge surveys reports'.split(' '),
    ].map((name) => [name, 'its flow comes with an issue of its own']),
  ),
};

/** Why a command of the specification is none here; undefined where nobody says. */
export const whyOtherwise = (name: string): string | undefined => otherwise[name] ?? otherwise[name.split('.')[0] ?? ''];

/** What the product consists of, counted from the declarations. */
export function figures() {
  const fieldsOf = ({ fields }: AnyEntity) => Object.entries(fields).filter(([key]) => !baseFields.has(key));
  const shapes = Map.groupBy(allEntities, syncOf);
  return {
    modules: Object.keys(modules).length,
    entities: allEntities.length,
    fields: allEntities.flatMap(fieldsOf).length,
    personalFields: allEntities.flatMap(fieldsOf).filter(([, { sensitivity }]) => sensitivity === 'personal').length,
    secretFields: allEntities.flatMap(fieldsOf).filter(([, { sensitivity }]) => sensitivity === 'secret').length,
    searchFields: allEntities.flatMap(({ name, fields }) => Object.entries(fields).flatMap(([key, { search }]) => (search ? [`${name}.${key} ${search}`] : []))),
    stateMachines: allEntities.flatMap(({ name, transitions = {} }) => Object.keys(transitions).map((field) => `${name}.${field}`)).length,
    commands: allCommands.length,
    commandsWrittenByHand: commands.length,
    commandsByMode: Object.fromEntries([...Map.groupBy(allCommands, ({ mode }) => mode)].map(([mode, own]) => [mode, own.length])),
    queries: queries.length,
    routes: operations.length,
    routesByMethod: Object.fromEntries([...Map.groupBy(operations, ({ method }) => method)].map(([method, own]) => [method, own.length])),
    capabilities: capabilities.length,
    roles: columns.length,
    shapes: Object.fromEntries([...shapes].map(([group, own]) => [group, own.map(({ name }) => name)])),
  };
}

/** Compares the registry with the specification. */
export function missingFrom(specification: Specification): Missing {
  const known = new Map<string, AnyEntity>(allEntities.map((entity) => [entity.name, entity]));
  const pairs = specification.entities.flatMap((specified) => {
    const entity = known.get(specified.name);
    return entity ? [{ specified, entity }] : [];
  });
  const standard = specification.standard.flatMap((name) => ['create', 'update', 'archive', 'restore'].map((verb) => ({ name: `${name}.${verb}`, section: '4.1 standard' })));
  const wanted = specification.commands.filter(({ name }) => !specification.ofJobs.includes(name));
  return {
    entities: specification.entities.filter(({ name }) => !known.has(name)).map(({ name }) => name),
    fields: pairs.flatMap(({ specified, entity }) => specified.fields.flatMap((field) => differences(field, entity).map((what) => `${entity.name}.${field.name}: ${what}`))),
    moves: pairs.flatMap(({ specified, entity }) => movesLacking(specified, entity)),
    capabilities: [...specification.matrix].flatMap(([name, cells]) => {
      const capability = capabilities.find((one) => one === name);
      if (!capability) return [name];
      return columns.flatMap((column, place) =>
        cellOf(capability, column) === cells[place] ? [] : [`${name} for ${column}: ${cellOf(capability, column)} instead of ${cells[place]}`],
      );
    }),
    commands: Object.fromEntries(
      [
        ...Map.groupBy(
          [...standard, ...wanted].filter(({ name }) => !commandOf.has(name)),
          ({ section }) => section,
        ),
      ].map(([section, own]) => [section, own.map(({ name }) => name)]),
    ),
    modes: wanted.flatMap(({ name, modes }) => {
      const mode = commandOf.get(name)?.mode;
      return mode === undefined || modes.length === 0 || modes.includes(mode) ? [] : [`${name} is ${mode} instead of ${modes.join(' or ')}`];
    }),
  };
}

const movesLacking = ({ moves }: SpecifiedEntity, { name, transitions = {} }: AnyEntity): readonly string[] =>
  moves.flatMap(({ field, from, to }) => (transitions[field]?.[from]?.includes(to) ? [] : [`${name}.${field}: ${from} → ${to}`]));

/** The fields that one of the specification becomes: money and untyped references are two each. */
function namesOf({ name, kind }: SpecifiedField): readonly string[] {
  const stem = name.replace(/Ref$/, '');
  return kind === 'money' ? [`${name}Minor`, `${name}Currency`] : kind === 'anyRef' ? [`${stem}Type`, `${stem}Id`] : [name];
}

function differences(specified: SpecifiedField, { appendOnly, fields }: AnyEntity): readonly string[] {
  const { choices, isRequired, kind, onDelete, sensitivity, target } = specified;
  return namesOf(specified).flatMap((name) => {
    const field = fields[name];
    if (!field) return ['is absent'];
    const labels = Object.keys(field.choices ?? {});
    return [
      ...(isRequired && field.optional ? ['is optional'] : []),
      ...(sensitivity && field.sensitivity !== sensitivity && field.sensitivity !== 'secret' ? [`is not ${sensitivity}`] : []),
      ...(choices.some((choice) => !labels.includes(choice)) ? [`lacks ${choices.filter((choice) => !labels.includes(choice)).join(', ')}`] : []),
      ...(target && field.target !== target ? [`refers to ${field.target ?? 'nothing'} instead of ${target}`] : []),
      // What is written once keeps pointing at what was deleted.
      ...(target && field.target && !appendOnly && field.onDelete !== onDelete ? [`is ${field.onDelete ?? 'protect'} instead of ${onDelete} on delete`] : []),
      ...(kind === 'phone' && field.form !== 'phone' ? ['is no telephone number'] : []),
      ...(kind === 'email' && field.form !== 'email' ? ['is no e-mail address'] : []),
    ];
  });
}

function main(): void {
  const { values } = parseArgs({ options: { json: { type: 'string' } } });
  const specification = readSpecification();
  const report = { ...figures(), missing: specification && missingFrom(specification) };
  const { missing, ...counted } = report;
  for (const [what, value] of Object.entries(counted)) console.log(`${what}: ${Array.isArray(value) ? value.length : typeof value === 'object' ? told(value) : value}`);
  if (!missing) console.log(`skipped: what the specification names, for ${specificationFile} is absent`);
  for (const [what, names] of Object.entries(missing ?? {})) {
    const lines = Array.isArray(names) ? names.map(reasoned) : Object.entries(names).flatMap(([section, own]) => grouped(section, [own].flat().map(String)));
    console.log([`missing ${what}: ${lines.length === 0 ? 'none' : ''}`, ...lines.map((line) => `  ${line}`)].join('\n'));
  }
  if (values.json) fs.writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
}

function reasoned(line: string): string {
  const reason = deviations[line.split(':')[0] ?? ''];
  return reason ? `${line} (meant: ${reason})` : line;
}

/** The commands of a section that are otherwise, with the reason of each group. */
function grouped(section: string, names: readonly string[]): readonly string[] {
  const groups = Map.groupBy(names, whyOtherwise);
  return [...groups].map(([reason, own]) => `${section}: ${own.join(', ')}${reason === undefined ? '' : ` (meant: ${reason})`}`);
}

const told = (groups: object) =>
  Object.entries(groups)
    .map(([group, own]) => `${group} ${Array.isArray(own) ? own.length : own}`)
    .join(', ');

if (import.meta.main) main();
