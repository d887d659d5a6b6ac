import type { CommandArgs } from '#domain/bridge.ts';
import { Invitation } from '#domain/people/invitation.ts';
import { useState } from 'react';
import * as z from 'zod';
import { useSession, useStatus } from '../bridge/session.tsx';
import { useDraftedCommand } from '../bridge/use-drafted-command.ts';
import { FieldInput } from '../records/field-input.tsx';
import { IfHeld, RecordForm } from '../records/record-form.tsx';
import forms from '../ui/form.module.css';
import panes from '../ui/panes.module.css';
import { t } from '../ui/text.ts';
import { drawSecret, sha256 } from './draw-secret.ts';
import { ShownOnce } from '../ui/shown-once.tsx';

const schema = z.object({ email: z.string().optional(), roleId: z.string().nullish(), teamId: z.string().nullish(), commandId: z.string().optional() });

/** Offers somebody a place: the mail goes from the hub, and the code is shown here once for where no mail arrives. */
export function InviteForm() {
  const { hub, vaults } = useStatus();
  const { email: own, tenantName } = useSession();
  const subdomain = vaults.find((vault) => vault.email === own && vault.tenantName === tenantName)?.subdomain ?? '';
  const { draft, change, send, isBusy, refused } = useDraftedCommand('invitations.send', 'admin:invite', schema, {});
  const [made, setMade] = useState<{ readonly token: string; readonly email: string } | null>(null);
  const [missing, setMissing] = useState<readonly string[]>([]);
  const { email = '', roleId = null, teamId = null } = draft.value;
  const press = async () => {
    const empty = [...(email.trim() === '' ? ['email'] : []), ...(roleId ? [] : ['roleId'])];
    setMissing(empty);
    if (empty.length > 0) return;
    const token = drawSecret();
    const args = { email: email.trim(), roleId, token, tokenHash: await sha256(token), ...(teamId ? { teamId } : {}) };
    // The command parses what was typed and picked.
    if (await send(args as CommandArgs<'invitations.send'>)) setMade({ token, email: email.trim() });
  };
  const errorOf = (name: string, label: string) => (missing.includes(name) ? t('dialog.required', { label }) : refused?.field === name ? refused.message : null);
  if (made)
    return (
      <section className={panes['main']} aria-label={t('admin.invited')}>
        <header className={panes['head']}>
          <h1>{t('admin.invited')}</h1>
        </header>
        <ShownOnce label={t('admin.inviteCode')} secret={`${subdomain}.${made.token}`}>
          {t('admin.inviteOnce', { email: made.email, hub: hub.url })}
        </ShownOnce>
      </section>
    );
  return (
    <IfHeld command="invitations.send">
      <RecordForm command="invitations.send" draft={draft} refused={refused?.field ? null : refused} isBusy={isBusy} onSend={() => void press()} laterPath="/records/invitations">
        <div className={forms['row']}>
          <FieldInput
            field={Invitation.fields.email}
            label={t('column.email')}
            isRequired
            hasFocus
            value={email}
            onChange={(next) => change({ email: String(next ?? '') })}
            error={errorOf('email', t('column.email'))}
          />
          <FieldInput
            field={Invitation.fields.roleId}
            label={t('admin.role')}
            isRequired
            value={roleId}
            onChange={(next) => change({ roleId: typeof next === 'string' ? next : null })}
            error={errorOf('roleId', t('admin.role'))}
          />
          <FieldInput
            field={Invitation.fields.teamId}
            label={t('cases.filterTeam')}
            value={teamId}
            onChange={(next) => change({ teamId: typeof next === 'string' ? next : null })}
            error={errorOf('teamId', t('cases.filterTeam'))}
          />
        </div>
      </RecordForm>
    </IfHeld>
  );
}
