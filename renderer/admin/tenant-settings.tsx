import type { CommandArgs } from '#domain/bridge.ts';
import { choice, integer, labelOf, optional, type Field } from '#domain/kernel/field.ts';
import { Tenant, tenantSettings, usualSettings } from '#domain/people/tenant.ts';
import { Select } from '@mantine/core';
import * as z from 'zod';
import { useSession } from '../bridge/session.tsx';
import { useDraftedCommand } from '../bridge/use-drafted-command.ts';
import { useQuery } from '../bridge/use-query.ts';
import { FieldInput } from '../records/field-input.tsx';
import { IfHeld, RecordForm } from '../records/record-form.tsx';
import forms from '../ui/form.module.css';
import { t } from '../ui/text.ts';

const own = ['name', 'sector', 'countryCode', 'defaultCurrency'] as const;
/** The settings that a person chooses, as the fields they are asked by; where one is empty, the usual one holds. */
const asked = {
  offlineGraceDays: optional(integer({ label: 'Without the hub (days)' })),
  autoLockMinutes: optional(integer({ label: 'Idle desk locks (minutes)' })),
  numberBlockSize: optional(integer({ label: 'Case numbers per desk' })),
  recordingMode: optional(choice({ off: 'No recording', announced: 'Announced', consent: 'Only with consent' }, { label: 'Recording of calls' })),
  storageMiB: optional(integer({ label: 'Files on the hub (MiB at most)' })),
} as const satisfies Readonly<Partial<Record<keyof typeof tenantSettings.shape, Field>>> & Readonly<Record<keyof typeof usualSettings, Field>>;
const usual: Readonly<Partial<Record<keyof typeof asked, number | string>>> = usualSettings;

// Their order is that of the form.
const settingNames = Object.keys(asked) as (keyof typeof asked)[];
const schema = z.looseObject({ commandId: z.string().optional() });
const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];

/** What holds for the whole organisation: its name, its clock, and how strict its desks are. */
export function TenantSettings() {
  const { tenantId } = useSession();
  const row = useQuery('records.get', { entity: 'tenants', id: tenantId }).data;
  if (!row) return null;
  return (
    <IfHeld command="tenants.update">
      <Form held={row} />
    </IfHeld>
  );
}

function Form({ held }: { readonly held: Readonly<Record<string, unknown>> }) {
  const { draft, change, send, isBusy, refused } = useDraftedCommand<'tenants.update', z.output<typeof schema>>('tenants.update', 'admin:tenant', schema, {});
  const settings = tenantSettings.catch({}).parse(held['settings']);
  const { commandId: _, ...said } = draft.value;
  const heldOf = (name: string): unknown => (name in asked ? settings[name] : held[name]) ?? null;
  const valueOf = (name: string): unknown => (name in said ? said[name] : heldOf(name));
  const press = async () => {
    const changed = Object.entries(said).filter(([name, value]) => value !== heldOf(name));
    const [inside, outside] = [changed.filter(([name]) => name in asked), changed.filter(([name]) => !(name in asked))];
    // What was emptied is left out: then the product's own value holds.
    const next = Object.fromEntries(Object.entries({ ...settings, ...Object.fromEntries(inside) }).filter(([, value]) => value !== null));
    const patch = { ...Object.fromEntries(outside), ...(inside.length > 0 ? { settings: next } : {}) };
    const base = Object.fromEntries(Object.keys(patch).map((name) => [name, held[name]]));
    // The command parses what was typed and picked.
    await send({ patch, base } as CommandArgs<'tenants.update'>);
  };
  const errorOf = (name: string) => (refused?.field?.split('.').at(-1) === name ? refused.message : null);
  const input = (name: string, field: Field, otherwise?: number | string) => (
    <FieldInput
      key={name}
      field={field}
      label={labelOf(name, field)}
      {...(otherwise === undefined ? {} : { description: t('admin.usual', { value: field.choices?.[otherwise] ?? otherwise }) })}
      value={valueOf(name)}
      onChange={(value) => change({ [name]: value })}
      error={errorOf(name)}
    />
  );
  const isAsked = [...own, 'timeZone', ...Object.keys(asked)].some((name) => errorOf(name) !== null);
  return (
    <RecordForm command="tenants.update" draft={draft} refused={isAsked ? null : refused} isBusy={isBusy} onSend={() => void press()} laterPath="/admin">
      <div className={forms['row']}>
        {own.map((name) => input(name, Tenant.fields[name]))}
        <Select
          label={labelOf('timeZone', Tenant.fields.timeZone)}
          data={zones}
          limit={50}
          searchable
          allowDeselect={false}
          value={String(valueOf('timeZone'))}
          onChange={(value) => change({ timeZone: value })}
          error={errorOf('timeZone')}
        />
      </div>
      <h2>{t('admin.rules')}</h2>
      <div className={forms['row']}>{settingNames.map((name) => input(name, asked[name], usual[name] ?? t('admin.noLimit')))}</div>
    </RecordForm>
  );
}
