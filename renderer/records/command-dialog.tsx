import type { CommandArgs, CommandName } from '#domain/bridge.ts';
import { labelOf, type Field } from '#domain/kernel/field.ts';
import { commandOf } from '#domain/registry.ts';
import { Button, Modal } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import * as z from 'zod';
import { useDraftedCommand } from '../bridge/use-drafted-command.ts';
import { t } from '../ui/text.ts';
import { useFocusReturn } from '../ui/use-focus-return.ts';
import { DraftNotices } from './draft-notices.tsx';
import { FieldInput } from './field-input.tsx';
import { besideOf } from './beside.ts';
import { faultOf, isAtFault } from './field-fault.ts';
import styles from './field.module.css';

/** One question of a dialog: an argument of the command, with the field that says how it looks. */
export interface Question {
  readonly name: string;
  readonly field: Field;
  readonly label?: string;
  readonly description?: string;
  readonly isRequired?: boolean;
}

/** What a dialog asks before it runs a command. */
export interface DialogSpec<Name extends CommandName = CommandName> {
  readonly command: Name;
  /** The record it is about; the draft of the answers is kept under it. */
  readonly about: string;
  readonly intro?: string;
  readonly button?: string;
  readonly isGrave?: boolean;
  readonly questions: readonly Question[];
  readonly initial?: Readonly<Record<string, unknown>>;
  readonly argsOf: (answers: Readonly<Record<string, unknown>>) => CommandArgs<Name>;
  /** The command was taken: what was read from the hub is older than it. */
  readonly onDone?: () => void;
}

const answersSchema = z.looseObject({ commandId: z.string().optional() });

/** Asks what a command needs and runs it once. */
export function CommandDialog({ spec, onClose }: { readonly spec: DialogSpec; readonly onClose: () => void }) {
  useFocusReturn();
  const title = commandOf.get(spec.command)?.title ?? spec.command;
  return (
    <Modal opened onClose={onClose} title={title} {...(spec.questions.length > 6 ? { size: 'lg' } : {})} closeButtonProps={{ 'aria-label': t('dialog.close') }}>
      <CommandForm spec={spec} onDone={onClose} onCancel={onClose} />
    </Modal>
  );
}

function CommandForm({ spec, onDone, onCancel }: { readonly spec: DialogSpec; readonly onDone: () => void; readonly onCancel: () => void }) {
  const { draft, change, send, isBusy, refused } = useDraftedCommand(spec.command, `dialog:${spec.command}:${spec.about}`, answersSchema, {});
  const [missing, setMissing] = useState<readonly string[]>([]);
  const given = spec.questions.flatMap(({ name }) => (name in draft.value ? [[name, draft.value[name]] as const] : []));
  const answers: Readonly<Record<string, unknown>> = { ...spec.initial, ...Object.fromEntries(given) };
  const press = async (event: FormEvent) => {
    event.preventDefault();
    const empty = spec.questions.filter(({ name, isRequired }) => isRequired && (answers[name] ?? '') === '').map(({ name }) => name);
    setMissing(empty);
    if (empty.length > 0) return;
    if (!(await send(spec.argsOf(answers)))) return;
    spec.onDone?.();
    onDone();
  };
  const isAsked = spec.questions.some(({ name }) => isAtFault(name, refused?.field));
  return (
    <form onSubmit={(event) => void press(event)} className={styles['dialogBody']} noValidate>
      <DraftNotices draft={spec.questions.length > 0 ? draft : { ...draft, restoredAt: null }} refused={isAsked ? null : refused} />
      {spec.intro && <p className={styles['intro']}>{spec.intro}</p>}
      {spec.questions.map(({ name, field, label = labelOf(name, field), description, isRequired = false }, place) => (
        <FieldInput
          key={name}
          field={field}
          label={label}
          {...(description ? { description } : {})}
          isRequired={isRequired}
          hasFocus={place === 0}
          value={answers[name] ?? null}
          onChange={(value) => change({ [name]: value })}
          error={missing.includes(name) ? t('dialog.required', { label }) : refused && isAtFault(name, refused.field) ? faultOf(field, answers[name], refused) : null}
          beside={besideOf(name, answers)}
        />
      ))}
      <div className={styles['dialogButtons']}>
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            if (Object.keys(draft.value).length > 0) draft.clear();
            onCancel();
          }}
        >
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" loading={isBusy} {...(spec.isGrave ? { color: 'red' } : {})} data-autofocus={spec.questions.length === 0 || undefined}>
          {spec.button ?? commandOf.get(spec.command)?.title}
        </Button>
      </div>
    </form>
  );
}
