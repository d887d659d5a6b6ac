import type { CommandArgs } from '#domain/bridge.ts';
import { Case } from '#domain/cases/case.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import * as z from 'zod';
import { useSession } from '../bridge/session.tsx';
import { useDraftedCommand } from '../bridge/use-drafted-command.ts';
import { useQuery } from '../bridge/use-query.ts';
import { ContactCard } from '../contacts/parts/contact-card.tsx';
import { FieldInput } from '../records/field-input.tsx';
import { IfHeld, RecordForm } from '../records/record-form.tsx';
import forms from '../ui/form.module.css';
import panes from '../ui/panes.module.css';
import { t } from '../ui/text.ts';

const { title, description, kindId, priorityId, categoryId, primaryContactId, teamId, assignedTo, dueAt, tags } = Case.fields;
const fields = { title, contactId: { ...primaryContactId, label: t('column.contact') }, kindId, categoryId, priorityId, description, teamId, assignedTo, dueAt, tags } as const;
type Name = keyof typeof fields;
const required: readonly Name[] = ['title', 'kindId', 'categoryId', 'priorityId'];
const side: readonly Name[] = ['teamId', 'assignedTo', 'dueAt', 'tags'];
const answersSchema = z.looseObject({ commandId: z.string().optional() });

/** Opens a new case; what is begun is kept until it is sent or thrown away. */
export function CaseForm() {
  const { contact } = useSearch({ from: '/cases' });
  return (
    <IfHeld command="cases.open">
      <OpenCaseForm key={contact ?? 'new'} contactId={contact ?? null} />
    </IfHeld>
  );
}

function OpenCaseForm({ contactId }: { readonly contactId: string | null }) {
  const navigate = useNavigate();
  const { grants } = useSession();
  const { draft, change, send, isBusy, refused } = useDraftedCommand('cases.open', contactId ? `new:cases:${contactId}` : 'new:cases', answersSchema, {});
  const [missing, setMissing] = useState<readonly Name[]>([]);
  const kinds = useQuery('records.list', { entity: 'caseKinds', limit: 100 }).data?.rows.filter((row) => row['isActive'] === true) ?? [];
  const priorities = useQuery('records.list', { entity: 'priorities', limit: 100 }).data?.rows ?? [];

  // A kind brings its own priority; where there is only one kind, nobody has to choose it.
  const kind = kinds.find(({ id }) => id === draft.value['kindId']) ?? (kinds.length === 1 ? kinds[0] : undefined);
  const middle = priorities.toSorted((one, other) => Number(one['level']) - Number(other['level']))[Math.floor((priorities.length - 1) / 2)];
  const answers: Readonly<Record<string, unknown>> = {
    ...(contactId ? { contactId } : {}),
    kindId: kind?.id ?? null,
    priorityId: kind?.['defaultPriorityId'] ?? middle?.id ?? null,
    ...draft.value,
  };

  const open = async () => {
    const empty = required.filter((name) => String(answers[name] ?? '').trim() === '');
    setMissing(empty);
    if (empty.length > 0) return;
    const given = Object.entries(answers).filter(([name, value]) => name in fields && value !== null && value !== undefined && value !== '');
    // The command parses what was picked and typed.
    const outcome = await send(Object.fromEntries(given) as CommandArgs<'cases.open'>);
    if (outcome) void (outcome.rowId ? navigate({ to: '/cases/$id', params: { id: outcome.rowId } }) : navigate({ to: '/cases' }));
  };
  const errorOf = (name: Name) => (missing.includes(name) ? t('dialog.required', { label: labelOf(name, fields[name]) }) : refused?.field === name ? refused.message : null);
  const input = (name: Name) => (
    <FieldInput
      key={name}
      field={fields[name]}
      label={labelOf(name, fields[name])}
      {...(name === 'assignedTo' ? { description: grants['cases.assign'] === 'own' ? t('form.isMine') : t('form.isTeams') } : {})}
      isRequired={required.includes(name)}
      hasFocus={name === 'title'}
      value={answers[name] ?? null}
      onChange={(value) => change({ [name]: value })}
      error={errorOf(name)}
    />
  );
  const chosen = typeof answers['contactId'] === 'string' ? answers['contactId'] : null;
  const aside = (
    <aside className={panes['context']} aria-label={t('case.details')}>
      {chosen && <ContactCard id={chosen} />}
      <section className={panes['section']} aria-label={t('form.more')}>
        <h2>{t('form.more')}</h2>
        {side.map(input)}
      </section>
    </aside>
  );
  return (
    <RecordForm command="cases.open" draft={draft} refused={refused} isBusy={isBusy} onSend={() => void open()} laterPath="/cases" aside={aside}>
      {input('title')}
      {input('contactId')}
      <div className={forms['row']}>
        {input('kindId')}
        {input('categoryId')}
        {input('priorityId')}
      </div>
      {input('description')}
    </RecordForm>
  );
}
