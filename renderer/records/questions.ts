import type { CommandArgs, CommandName } from '#domain/bridge.ts';
import { argumentsFrom, argumentsOf, subjectArgument, type Argument } from '#domain/kernel/arguments.ts';
import type { AnyCommand } from '#domain/kernel/command.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import type { Field } from '#domain/kernel/field.ts';
import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import { allCommands } from '#domain/registry.ts';
import type { Question } from './command-dialog.tsx';

/** A command as a form: its questions, what they are answered with before anybody types, and the arguments that answers make. */
export interface Form {
  readonly command: CommandName;
  readonly questions: readonly Question[];
  readonly initial: Readonly<Record<string, unknown>>;
  readonly argsOf: (answers: Readonly<Record<string, unknown>>) => CommandArgs<CommandName>;
}

/** Commands with a screen of their own: a person cannot answer what they ask in a form. */
const byHand: ReadonlySet<string> = new Set([
  'apiKeys.create',
  'blobs.beginUpload',
  'blobs.completeUpload',
  'blobs.signLink',
  'calls.answer',
  'calls.end',
  'calls.hold',
  'calls.resume',
  'calls.start',
  'devices.register',
  'invitations.send',
  'preferences.set',
  'recordings.download',
  'recordings.listen',
  'recordings.pause',
  'roles.setGrants',
  'savedViews.save',
  'searchHistory.record',
  'tenants.create',
]);

/** The entity that a command's name is about: `units.hold` is about inventory units, as no other entity ends so. */
function aboutOf({ name }: AnyCommand): EntityName | undefined {
  const [noun = ''] = name.split('.');
  if (noun === 'members') return 'memberships';
  const exact = entityNames.find((entity) => entity === noun);
  const ending = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`;
  const [only, ...others] = exact ? [exact] : entityNames.filter((entity) => entity.endsWith(ending));
  return others.length === 0 ? only : undefined;
}

interface Known {
  readonly command: AnyCommand;
  readonly about: EntityName | undefined;
  readonly subject: { readonly key: string; readonly target: EntityName } | null;
}

const all: readonly Known[] = allCommands.filter(({ name }) => !byHand.has(name)).map((command) => ({ command, about: aboutOf(command), subject: subjectArgument(command) }));

const verbOf = ({ name }: AnyCommand) => name.split('.')[1] ?? '';
const makers = ['create', 'save', 'book', 'schedule', 'open', 'set', 'logManual', 'record'];

/** The command that makes a row of an entity; null where none does. */
export function makerOf(entity: AnyEntity): AnyCommand | null {
  const own = all.filter(({ about, subject }) => about === entity.name && (subject === null || subject.target !== entity.name || subject.key === 'id'));
  const made = makers.map((verb) => own.find(({ command, subject }) => verbOf(command) === verb && (subject?.key !== 'id' || verb === 'save')));
  return made.find((each) => each !== undefined)?.command ?? null;
}

/** The commands that act on a row of an entity, in the order of the registry. */
export function actsOn(entity: AnyEntity, row: AnyRow): readonly AnyCommand[] {
  const isGone = row['deletedAt'] != null;
  const keyTarget = entity.key ? entity.fields[entity.key]?.target : undefined;
  const isTarget = ({ command, about, subject }: Known) => {
    if (command.platform) return false;
    // What names no row is done to the only one there is, such as the tenant itself.
    if (!subject) return about === entity.name && !makers.includes(verbOf(command));
    if (subject.target === entity.name) return subject.key === 'id' || about === entity.name || !makers.includes(verbOf(command));
    // What is done to a member names the user.
    return subject.target === keyTarget && (about === entity.name || about === 'roles' || about === 'tenants');
  };
  return all.filter((each) => isTarget(each) && (verbOf(each.command) === 'restore') === isGone).map(({ command }) => command);
}

/** A command as a form, on a row or for a new one; null where no form can ask what it asks. */
export function formOf(command: AnyCommand, entity: AnyEntity, row: AnyRow | null, given: Readonly<Record<string, unknown>> = {}): Form | null {
  const subject = subjectArgument(command);
  const isOn = row !== null && subject !== null;
  const about = isOn && subject.target !== 'users' && subject.target !== entity.name ? null : entity;
  const hidden = isOn ? [subject.key] : subject?.key === 'id' ? ['id'] : [];
  const list = about && argumentsOf(command, about, hidden);
  if (!list) return null;
  const target = isOn && entity.key && subject.target === entity.fields[entity.key]?.target ? row[entity.key] : row?.id;
  // Only what changes a row shows what it holds; what is done to it begins empty.
  const isEdit = list.some(({ path }) => path[0] === 'patch') || verbOf(command) === 'update' || verbOf(command) === 'save';
  const held = (name: string): unknown => (isEdit ? row?.[name] : undefined);
  const initial = Object.fromEntries(list.map((one) => [nameOf(one), held(lastOf(one)) ?? given[lastOf(one)] ?? one.fallback ?? fallbackOf(one.field)]));
  const hasBase = 'base' in shapeOf(command);
  return {
    // Every command of the registry has a name of the registry.
    command: command.name as CommandName,
    questions: list.map((one) => ({
      name: nameOf(one),
      field: one.field,
      label: one.field.target === 'users' && one.label === 'User' ? 'Member' : one.label,
      isRequired: one.isRequired,
    })),
    initial: Object.fromEntries(Object.entries(initial).filter(([, value]) => value !== undefined)),
    argsOf: (answers) => {
      const said = hasBase && isEdit ? changed(answers, initial) : isEdit && row ? { ...filled(answers, list), ...changed(answers, initial) } : filled(answers, list);
      const base = argumentsFrom(list, Object.fromEntries(Object.keys(said).map((name) => [name, initial[name] ?? null])))['patch'];
      const args = { ...(hasBase && isEdit ? { patch: {}, base: base ?? {} } : {}), ...argumentsFrom(list, said) };
      return { ...args, ...(isOn ? { [subject.key]: target } : {}) } as CommandArgs<CommandName>;
    },
  };
}

const nameOf = ({ path }: Argument) => path.join('.');
const lastOf = ({ path }: Argument) => path.at(-1) ?? '';
const shapeOf = ({ args }: AnyCommand): object => ('shape' in args ? Object(args.shape) : {});
const fallbackOf = (field: Field & { readonly fallback?: unknown }): unknown => field.fallback;

const changed = (answers: Readonly<Record<string, unknown>>, initial: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(answers).filter(([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(initial[name] ?? null)));

/** The answers that say something, and that there is none where that must be said. */
function filled(answers: Readonly<Record<string, unknown>>, list: readonly Argument[]) {
  const said = list.map((one) => [nameOf(one), answers[nameOf(one)] ?? (one.isSaid && one.field.optional ? null : undefined), one.isSaid] as const);
  return Object.fromEntries(said.filter(([, value, isSaid]) => value !== undefined && value !== '' && (value !== null || isSaid)));
}
