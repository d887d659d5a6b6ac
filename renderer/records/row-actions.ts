import type { CommandArgs, CommandName } from '#domain/bridge.ts';
import type { AnyCommand } from '#domain/kernel/command.ts';
import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import type { Field } from '#domain/kernel/field.ts';
import { IconArrowBackUp, IconArrowRight, IconCircleCheck, IconPencil, IconPlus, IconTrash, IconUserCheck, IconX, type Icon } from '@tabler/icons-react';
import { useHolds, useTrial } from '../bridge/session.tsx';
import { ofCode, t } from '../ui/text.ts';
import { actsOn, formOf, type Form } from './questions.ts';
import { anyDialog, type RecordAction } from './record-action.ts';

const signs: readonly (readonly [RegExp, Icon])[] = [
  [/^(update|save|edit)/, IconPencil],
  [/^(archive|remove|wipe)/, IconTrash],
  [/^(revoke|cancel|disqualify|lose|deactivate|unassign|unlink|leave)/, IconX],
  [/^(restore|reopen|revert|release|unqualify|resume)/, IconArrowBackUp],
  [/^(assign|transferOwnership)/, IconUserCheck],
  [/^(add|book|schedule|create)/, IconPlus],
  [/^(qualify|win|complete|finish|confirm|reach|handle|resolve|close)/, IconCircleCheck],
];
const grave = /^(archive|remove|wipe|revoke|deactivate|suspend|transferOwnership|erase)/;

/** What may be done with a record of any entity, from the commands that name it; what the role forbids is left out. */
export function useRowActions(): (entity: AnyEntity, row: AnyRow) => readonly RecordAction[] {
  const trial = useTrial();
  const holds = useHolds();
  return (entity, row) =>
    actsOn(entity, row)
      .filter(({ name }) => holds(name as CommandName) === null)
      .flatMap((command): readonly RecordAction[] => {
        const form = formOf(command, entity, row);
        if (!form) return [];
        const bar = trial(form.command, sampleOf(form, row), [row]);
        return bar?.kind === 'role' ? [] : [actionOf(command, form, row, bar?.message ?? null)];
      });
}

function actionOf(command: AnyCommand, form: Form, row: AnyRow, reason: string | null): RecordAction {
  const verb = command.name.split('.')[1] ?? '';
  const isGrave = grave.test(verb);
  const isEdit = verb === 'update' || verb === 'save';
  const label = ofCode('action', command.name, ofCode('verb', verb, command.title));
  const intro = ofCode('intro', command.name, ofCode('intro', verb, ''));
  return {
    command: form.command,
    label,
    icon: signs.find(([pattern]) => pattern.test(verb))?.[1] ?? IconArrowRight,
    reason,
    isGrave,
    isMain: isEdit || verb === 'restore',
    dialog: anyDialog({ ...form, about: row.id, isGrave, button: isEdit ? t('edit.save') : label, ...(intro ? { intro } : {}) }),
  };
}

/** Answers that any form takes, to learn whether the state of the row allows the command at all. */
function sampleOf({ questions, initial, argsOf }: Form, row: AnyRow): CommandArgs<CommandName> {
  const answers = questions.map(({ name, field, isRequired }) => [name, initial[name] ?? (isRequired ? valueFor(field, row) : undefined)] as const);
  return argsOf(Object.fromEntries(answers.filter(([, value]) => value !== undefined)));
}

function valueFor({ kind, choices, entities, target }: Field, row: AnyRow): unknown {
  if (kind === 'tags') return target ? [row.id] : [];
  const [choice] = choices ? Object.keys(choices) : (entities ?? []);
  if (choice) return choice;
  if (kind === 'boolean') return true;
  if (kind === 'id') return row.id;
  if (kind === 'instant') return new Date().toISOString();
  if (kind === 'date') return new Date().toISOString().slice(0, 10);
  return kind === 'integer' || kind === 'long' || kind === 'number' ? 1 : 'x';
}
