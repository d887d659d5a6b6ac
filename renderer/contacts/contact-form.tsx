import type { CommandArgs } from '#domain/bridge.ts';
import { ContactPoint } from '#domain/contacts/contact-point.ts';
import { Contact } from '#domain/contacts/contact.ts';
import { fullNameOf } from '#domain/contacts/rules.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import * as z from 'zod';
import { useDraftedCommand } from '../bridge/use-drafted-command.ts';
import { FieldInput } from '../records/field-input.tsx';
import { IfHeld, RecordForm } from '../records/record-form.tsx';
import forms from '../ui/form.module.css';
import { t } from '../ui/text.ts';
import { Twins, useTwins } from './twins.tsx';

const fields = {
  firstName: Contact.fields.firstName,
  lastName: Contact.fields.lastName,
  kind: Contact.fields.kind,
  jobTitle: Contact.fields.jobTitle,
  preferredLanguage: Contact.fields.preferredLanguage,
  address: Contact.fields.address,
  tags: Contact.fields.tags,
} as const;
type Name = keyof typeof fields;

const pointSchema = z.object({ kind: ContactPoint.fields.kind.schema, value: z.string(), label: z.string() });
type Point = z.output<typeof pointSchema>;
const draftSchema = z.object({ answers: z.record(z.string(), z.unknown()), points: z.array(pointSchema), commandId: z.string().optional() });
const empty: z.output<typeof draftSchema> = { answers: { kind: 'client', preferredLanguage: 'en' }, points: [{ kind: 'phone', value: '', label: '' }] };

/** Adds a contact, with a look at who is there already. */
export function ContactForm() {
  return (
    <IfHeld command="contacts.create">
      <NewContact />
    </IfHeld>
  );
}

function NewContact() {
  const navigate = useNavigate();
  const { draft, change, send, isBusy, refused } = useDraftedCommand('contacts.create', 'new:contacts', draftSchema, empty);
  const [isNameMissing, setNameMissing] = useState(false);
  const [isDespite, setDespite] = useState(false);
  const { answers, points } = draft.value;
  const filled = points.filter(({ value }) => value.trim() !== '');
  const twins = useTwins(fullNameOf(String(answers['firstName'] ?? ''), String(answers['lastName'] ?? '')), filled);
  const isTwin = twins.byPoint.length > 0 || refused?.code === 'contact.duplicateSuspected';

  const create = async () => {
    const isEmpty = String(answers['firstName'] ?? '').trim() === '';
    setNameMissing(isEmpty);
    if (isEmpty) return;
    const given = Object.entries(answers).filter(([, value]) => value !== null && value !== '');
    const sent = filled.map(({ kind, value, label }) => ({ kind, value: value.trim(), ...(label.trim() ? { label: label.trim() } : {}) }));
    // The command parses what was typed.
    const outcome = await send({ ...Object.fromEntries(given), points: sent, despiteDuplicates: isDespite } as CommandArgs<'contacts.create'>);
    if (outcome) void (outcome.rowId ? navigate({ to: '/contacts/$id', params: { id: outcome.rowId } }) : navigate({ to: '/contacts' }));
  };
  const setPoint = (place: number, next: Point | null) => change({ points: points.flatMap((point, at) => (at === place ? (next ? [next] : []) : [point])) });
  const input = (name: Name) => (
    <FieldInput
      key={name}
      field={fields[name]}
      label={labelOf(name, fields[name])}
      isRequired={name === 'firstName'}
      hasFocus={name === 'firstName'}
      value={answers[name] ?? null}
      onChange={(value) => change({ answers: { ...answers, [name]: value } })}
      error={name === 'firstName' && isNameMissing ? t('dialog.required', { label: labelOf(name, fields[name]) }) : refused?.field === name ? refused.message : null}
    />
  );
  return (
    <RecordForm
      command="contacts.create"
      draft={draft}
      refused={refused?.code === 'contact.duplicateSuspected' ? null : refused}
      isBusy={isBusy}
      isHeld={isTwin && !isDespite}
      onSend={() => void create()}
      laterPath="/contacts"
    >
      <div className={forms['row']}>
        {input('firstName')}
        {input('lastName')}
      </div>
      <fieldset className={forms['group']}>
        <legend>{ContactPoint.plural}</legend>
        {points.map((point, place) => (
          // The place is the identity here: nothing else of the line is fixed.
          <div key={place} className={forms['pointRow']}>
            <FieldInput
              field={ContactPoint.fields.kind}
              ariaLabel={t('point.kind')}
              value={point.kind}
              onChange={(kind) => setPoint(place, { ...point, kind: pointSchema.shape.kind.catch('phone').parse(kind) })}
            />
            <FieldInput
              field={ContactPoint.fields.value}
              ariaLabel={t('point.value')}
              placeholder={t('point.value')}
              value={point.value}
              onChange={(value) => setPoint(place, { ...point, value: String(value ?? '') })}
            />
            <FieldInput
              field={ContactPoint.fields.label}
              ariaLabel={t('point.label')}
              placeholder={t('point.label')}
              value={point.label}
              onChange={(label) => setPoint(place, { ...point, label: String(label ?? '') })}
            />
            <ActionIcon aria-label={t('point.remove', { value: point.value })} onClick={() => setPoint(place, null)}>
              <IconX size={14} />
            </ActionIcon>
          </div>
        ))}
        <div>
          <Button variant="subtle" leftSection={<IconPlus size={14} />} onClick={() => change({ points: [...points, { kind: 'phone', value: '', label: '' }] })}>
            {t('point.add')}
          </Button>
        </div>
      </fieldset>
      <Twins {...twins} />
      {isTwin && <Checkbox checked={isDespite} onChange={(event) => setDespite(event.currentTarget.checked)} label={t('twins.despite')} />}
      <div className={forms['row']}>
        {input('kind')}
        {input('jobTitle')}
        {input('preferredLanguage')}
      </div>
      {input('address')}
      {input('tags')}
    </RecordForm>
  );
}
