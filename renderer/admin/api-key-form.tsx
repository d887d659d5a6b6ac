import type { CommandArgs } from '#domain/bridge.ts';
import { capabilities, type Scope } from '#domain/kernel/capability.ts';
import { ApiKey } from '#domain/people/api-key.ts';
import { apiKeyText, prefixOf } from '#domain/people/api-key-text.ts';
import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import * as z from 'zod';
import { useSession } from '../bridge/session.tsx';
import { useDraftedCommand } from '../bridge/use-drafted-command.ts';
import { FieldInput } from '../records/field-input.tsx';
import { IfHeld, RecordForm } from '../records/record-form.tsx';
import forms from '../ui/form.module.css';
import panes from '../ui/panes.module.css';
import { t } from '../ui/text.ts';
import { drawSecret, sha256 } from './draw-secret.ts';
import { ShownOnce } from '../ui/shown-once.tsx';

const schema = z.object({
  name: z.string().optional(),
  may: z.array(z.string()).optional(),
  rateLimit: z.number().nullish(),
  expiresAt: z.string().nullish(),
  commandId: z.string().optional(),
});

/** Makes a key for a machine: the desk draws it, shows it once, and sends the hub only what it takes to recognise it. */
export function ApiKeyForm() {
  const { tenantId, grants } = useSession();
  const { draft, change, send, isBusy, refused } = useDraftedCommand('apiKeys.create', 'admin:api-key', schema, {});
  const [made, setMade] = useState<string | null>(null);
  const [isMissing, setMissing] = useState(false);
  const { name = '', may = [], rateLimit = 1000, expiresAt = null } = draft.value;
  const scopeOf = (capability: string): Scope => Object.entries(grants).find(([held]) => held === capability)?.[1] ?? 'tenant';
  const press = async () => {
    setMissing(name.trim() === '');
    if (name.trim() === '') return;
    const key = apiKeyText(tenantId, drawSecret());
    const permissions = may.map((capability) => ({ capability, scope: scopeOf(capability) }));
    // The command parses what was typed and picked.
    const args = { name, permissions, prefix: prefixOf(key), keyHash: await sha256(key), ...(rateLimit ? { rateLimit } : {}), ...(expiresAt ? { expiresAt } : {}) };
    if (await send(args as CommandArgs<'apiKeys.create'>)) setMade(key);
  };
  if (made)
    return (
      <section className={panes['main']} aria-label={t('admin.keyMade')}>
        <header className={panes['head']}>
          <h1>{t('admin.keyMade')}</h1>
        </header>
        <ShownOnce label={ApiKey.singular} secret={made}>
          {t('admin.keyOnce')}
        </ShownOnce>
      </section>
    );
  const offered = capabilities.filter((capability) => grants[capability] || capability === 'ingest.write');
  return (
    <IfHeld command="apiKeys.create">
      <RecordForm command="apiKeys.create" draft={draft} refused={refused} isBusy={isBusy} onSend={() => void press()} laterPath="/records/apiKeys">
        <div className={forms['row']}>
          <FieldInput
            field={ApiKey.fields.name}
            label={t('column.name')}
            isRequired
            hasFocus
            value={name}
            onChange={(next) => change({ name: String(next ?? '') })}
            error={isMissing ? t('dialog.required', { label: t('column.name') }) : null}
          />
          <FieldInput
            field={ApiKey.fields.rateLimit}
            label={ApiKey.fields.rateLimit.label ?? ''}
            value={rateLimit ?? null}
            onChange={(next) => change({ rateLimit: typeof next === 'number' ? next : null })}
          />
          <FieldInput
            field={ApiKey.fields.expiresAt}
            label={t('admin.expires')}
            value={expiresAt}
            onChange={(next) => change({ expiresAt: typeof next === 'string' ? next : null })}
          />
        </div>
        <MultiSelect label={t('admin.keyMay')} description={t('admin.keyMayHint')} data={[...offered]} value={may} onChange={(next) => change({ may: next })} searchable />
      </RecordForm>
    </IfHeld>
  );
}
