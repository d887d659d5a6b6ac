import type { CommandName } from '#domain/bridge.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import { IconPencilOff } from '@tabler/icons-react';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import * as z from 'zod';
import { useSession } from '../bridge/session.tsx';
import { useDraftedCommand } from '../bridge/use-drafted-command.ts';
import forms from '../ui/form.module.css';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t } from '../ui/text.ts';
import { FieldInput } from './field-input.tsx';
import { pathOf } from './path.ts';
import { formOf, makerOf, type Form } from './questions.ts';
import { IfHeld, RecordForm } from './record-form.tsx';
import { besideOf } from './beside.ts';
import { faultOf, isAtFault } from './field-fault.ts';

const answersSchema = z.looseObject({ commandId: z.string().optional() });

/** The form of a new record of any entity, from the command that makes it. */
export function NewRecord({ entity }: { readonly entity: AnyEntity }) {
  const given = useSearch({ strict: false }) as Readonly<Record<string, unknown>>;
  const { userId } = useSession();
  const maker = makerOf(entity);
  const form = maker && formOf(maker, entity, null, { ownerId: userId, ...given });
  if (!form)
    return (
      <div className={panes['main']}>
        <StatePage icon={IconPencilOff} title={t('records.noForm', { what: entity.plural })}>
          {t('records.noFormBody')}
        </StatePage>
      </div>
    );
  return (
    <IfHeld command={form.command}>
      <Asked entity={entity} form={form} />
    </IfHeld>
  );
}

function Asked({ entity, form }: { readonly entity: AnyEntity; readonly form: Form }) {
  const { history } = useRouter();
  const { draft, change, send, isBusy, refused } = useDraftedCommand<CommandName, z.output<typeof answersSchema>>(form.command, `new:${entity.name}`, answersSchema, {});
  const [missing, setMissing] = useState<readonly string[]>([]);
  const answers: Readonly<Record<string, unknown>> = { ...form.initial, ...draft.value };
  const press = async () => {
    const empty = form.questions.filter(({ name, isRequired }) => isRequired && (answers[name] ?? '') === '').map(({ name }) => name);
    setMissing(empty);
    if (empty.length > 0) return;
    const { commandId: _, ...said } = answers;
    const outcome = await send(form.argsOf(said));
    if (outcome) history.push(outcome.rowId ? pathOf(entity.name, outcome.rowId) : `/records/${entity.name}`);
  };
  const isAsked = form.questions.some(({ name }) => isAtFault(name, refused?.field));
  return (
    <RecordForm command={form.command} draft={draft} refused={isAsked ? null : refused} isBusy={isBusy} onSend={() => void press()} laterPath={`/records/${entity.name}`}>
      <div className={forms['row']}>
        {form.questions.map(({ name, field, label = name, isRequired = false }, place) => (
          <div key={name} data-wide={field.multiline || field.kind === 'json' || undefined} className={forms['cell']}>
            <FieldInput
              field={field}
              label={label}
              isRequired={isRequired}
              hasFocus={place === 0}
              value={answers[name] ?? null}
              beside={besideOf(name, answers)}
              onChange={(value) => change({ [name]: value })}
              error={missing.includes(name) ? t('dialog.required', { label }) : refused && isAtFault(name, refused.field) ? faultOf(field, answers[name], refused) : null}
            />
          </div>
        ))}
      </div>
    </RecordForm>
  );
}
