import { labelOf } from '#domain/kernel/field.ts';
import { Tenant } from '#domain/people/tenant.ts';
import { Button, Select, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import type { Refused } from '../bridge/use-command.ts';
import { useBridge } from '../bridge/provider.tsx';
import { useStatus } from '../bridge/session.tsx';
import { Banner } from '../ui/banner.tsx';
import forms from '../ui/form.module.css';
import panes from '../ui/panes.module.css';
import { ShownOnce } from '../ui/shown-once.tsx';
import { ofCode, t } from '../ui/text.ts';

const empty = { name: '', subdomain: '', email: '', fullName: '', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, countryCode: '' };
const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];

/** Makes a tenant: its roles and lists come with it, and its owner by the invitation that is shown once. */
export function TenantForm() {
  const bridge = useBridge();
  const navigate = useNavigate();
  const { hub } = useStatus();
  const [said, setSaid] = useState(empty);
  const [made, setMade] = useState<{ readonly code: string; readonly email: string } | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [isBusy, setBusy] = useState(false);
  const press = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setRefused(null);
    const { email, fullName, ...tenant } = said;
    const outcome = await bridge.device('platform.createTenant', {
      ...tenant,
      countryCode: tenant.countryCode.toUpperCase(),
      owner: { email: email.trim(), fullName: fullName.trim() },
    });
    setBusy(false);
    if (outcome.ok) setMade({ code: `${outcome.subdomain}.${outcome.invitation}`, email: email.trim() });
    else setRefused(outcome);
  };
  const { countryCode, subdomain, timeZone } = Tenant.fields;
  const fieldAtFault = refused?.field?.split('.').at(-1);
  const isAsked = fieldAtFault !== undefined && fieldAtFault in empty;
  const shared = (name: keyof typeof empty, label: string) => ({
    label,
    withAsterisk: true,
    value: said[name],
    error: fieldAtFault === name ? (refused?.message ?? null) : null,
  });
  const typed = (name: keyof typeof empty, label: string, hint?: string) => (
    <TextInput {...shared(name, label)} {...(hint ? { description: hint } : {})} onChange={(event) => setSaid({ ...said, [name]: event.currentTarget.value })} />
  );
  if (made)
    return (
      <section className={panes['main']} aria-label={t('platform.made')}>
        <header className={panes['head']}>
          <h1>{t('platform.made')}</h1>
        </header>
        <ShownOnce label={t('admin.inviteCode')} secret={made.code}>
          {t('platform.madeOnce', { email: made.email })}
        </ShownOnce>
        <p className={forms['body']}>
          <Link to="/platform">{t('platform.title')}</Link>
        </p>
      </section>
    );
  const isWhole = Object.values(said).every((value) => value.trim() !== '');
  return (
    <form className={panes['main']} onSubmit={(event) => void press(event)} noValidate aria-label={t('platform.new')}>
      <header className={panes['head']}>
        <h1>{t('platform.new')}</h1>
      </header>
      <div className={panes['scroll']} tabIndex={-1}>
        <div className={forms['body']}>
          {refused && !isAsked && (
            <Banner tone="bad" icon={IconAlertTriangle}>
              {ofCode('code', refused.code, refused.message)}
            </Banner>
          )}
          <div className={forms['row']}>
            {typed('name', t('column.name'))}
            {typed('subdomain', labelOf('subdomain', subdomain), t('platform.subdomainHint'))}
          </div>
          <div className={forms['row']}>
            {typed('fullName', t('platform.owner'))}
            {typed('email', t('platform.ownerEmail'))}
          </div>
          <div className={forms['row']}>
            <Select
              {...shared('timeZone', labelOf('timeZone', timeZone))}
              data={zones}
              limit={50}
              searchable
              allowDeselect={false}
              onChange={(value) => setSaid({ ...said, timeZone: value ?? said.timeZone })}
            />
            {typed('countryCode', labelOf('countryCode', countryCode), t('platform.countryHint'))}
          </div>
        </div>
      </div>
      <footer className={forms['foot']}>
        <Button variant="subtle" color="gray" onClick={() => void navigate({ to: '/platform' })}>
          {t('dialog.cancel')}
        </Button>
        <Button type="submit" loading={isBusy} disabled={!isWhole || hub.state !== 'online'}>
          {t('platform.new')}
        </Button>
      </footer>
    </form>
  );
}
