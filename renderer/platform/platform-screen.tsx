import type { DeviceCalls } from '#domain/bridge.ts';
import type { Capability, PlatformRoleName } from '#domain/kernel/capability.ts';
import { labelOf, longText } from '#domain/kernel/field.ts';
import { reserved } from '#domain/people/reserved.ts';
import { PlatformRole } from '#domain/people/platform-role.ts';
import { Tenant } from '#domain/people/tenant.ts';
import { User } from '#domain/people/user.ts';
import { TenantUsage } from '#domain/platform/tenant-usage.ts';
import { Button } from '@mantine/core';
import { IconLock, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { mayAtPlatform } from '../admin/parts/may-administer.ts';
import { useSession } from '../bridge/session.tsx';
import { useHub, useHubPages, type Told } from '../bridge/use-hub.ts';
import { useOpenDialog } from '../records/dialogs.tsx';
import { OnlineAge, OnlineFailure } from '../records/online-age.tsx';
import { inFull, measured, moment, number, percent } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { ofCode, t } from '../ui/text.ts';
import styles from './platform.module.css';

const dayLength = 86_400_000;
const reason = longText({ max: 1000 });
const nobody: ReadonlySet<string> = new Set(Object.values(reserved));

/** What operators see above all tenants: how the hub is, which tenants there are and how much they use; nothing that is in them. */
export function PlatformScreen() {
  const { platformRoles } = useSession();
  const navigate = useNavigate();
  const may = (capability: Capability) => mayAtPlatform(platformRoles, capability);
  if (platformRoles.length === 0)
    return (
      <div className={panes['list']}>
        <StatePage isPage icon={IconLock} title={t('form.notAllowed')}>
          {t('platform.notAllowed')}
        </StatePage>
      </div>
    );
  return (
    <section className={panes['list']} aria-label={t('platform.title')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('platform.title')}</h1>
          {may('tenants.manage') && (
            <Button size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => void navigate({ to: '/platform/new' })}>
              {t('platform.new')}
            </Button>
          )}
        </div>
      </div>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('platform.title')}>
        {may('platform.health') && <Health />}
        {may('tenants.manage') && <Tenants hasUsage={may('platform.usage')} />}
        {may('people.view') && <Users mayGrant={may('platform.grant')} />}
      </div>
    </section>
  );
}

function Part({ title, told, children }: { readonly title: string; readonly told: Told<unknown>; readonly children: ReactNode }) {
  return (
    <section className={styles['part']} aria-label={title}>
      <div className={styles['head']}>
        <h2>{title}</h2>
        <OnlineAge online={told} />
      </div>
      <OnlineFailure online={told} />
      {told.answer !== null && children}
    </section>
  );
}

function Health() {
  const told = useHub('platform.health', {});
  const { now = {}, readings = [] } = told.answer ?? {};
  // A place in the log of the database tells a person nothing.
  const shown = Object.entries(now).filter(([name]) => name !== 'lsn');
  return (
    <Part title={t('platform.health')} told={told}>
      <dl className={styles['now']}>
        {shown.map(([name, value]) => (
          <div key={name} data-bad={value === false || undefined}>
            <dt>{ofCode('platform.now', name, labelOf(name, {}))}</dt>
            <dd>{typeof value === 'boolean' ? t(value ? 'value.yes' : 'value.no') : String(value)}</dd>
          </div>
        ))}
      </dl>
      {readings.length > 0 && (
        <Table head={[t('platform.part'), t('column.status'), t('platform.readAt'), t('platform.metrics')]}>
          {readings.map(({ component, status, checkedAt, metrics }) => (
            <tr key={component}>
              <th scope="row">{labelOf(component, {})}</th>
              <td data-bad={status !== 'healthy' || undefined}>{labelOf(status, {})}</td>
              <td title={inFull(checkedAt)}>{moment(checkedAt)}</td>
              <td>
                {Object.entries(metrics ?? {})
                  .map(([name, value]) => `${ofCode('platform.metric', name, labelOf(name, {}))} ${metric(name, value)}`)
                  .join(' · ')}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Part>
  );
}

/** A measure in the unit that its name says. */
function metric(name: string, value: unknown): string {
  if (typeof value !== 'number') return String(value);
  if (name.endsWith('Bytes')) return measured(value, 'bytes');
  if (name.endsWith('Share')) return percent(value);
  return name === 'milliseconds' ? `${number(value)} ms` : number(value);
}

type Day = DeviceCalls['platform.usage']['result']['usage'][number];
const counted = ['casesCreated', 'callMinutes', 'apiRequests'] as const;

function Tenants({ hasUsage }: { readonly hasUsage: boolean }) {
  const [from] = useState(() => new Date(Date.now() - 30 * dayLength).toISOString().slice(0, 10));
  const told = useHubPages('platform.tenants');
  const used = useHub('platform.usage', { from });
  const open = useOpenDialog();
  const days = Map.groupBy(used.answer?.usage ?? [], ({ tenantId }) => tenantId);
  const { fields } = TenantUsage;
  const labels = { name: t('column.name'), subdomain: labelOf('subdomain', Tenant.fields.subdomain), plan: labelOf('plan', Tenant.fields.plan) };
  const set = (id: string, isActive: boolean) =>
    open({
      command: 'tenants.suspend',
      about: id,
      isGrave: !isActive,
      button: t(isActive ? 'platform.open' : 'platform.suspend'),
      intro: t(isActive ? 'platform.openIntro' : 'platform.suspendIntro'),
      questions: [{ name: 'reason', field: reason, label: t('case.reason'), isRequired: true }],
      // Which entity the id belongs to is a matter of types only.
      argsOf: (answers) => ({ tenantId: id as never, reason: String(answers['reason']), isActive }),
      onDone: told.again,
    });
  return (
    <Part title={Tenant.plural} told={told}>
      <Table
        head={[
          labels.name,
          labels.subdomain,
          labels.plan,
          t('platform.members'),
          ...(hasUsage ? [...counted.map((name) => t('platform.inMonth', { what: labelOf(name, fields[name]) })), labelOf('storageUsed', fields.storageUsed)] : []),
          t('column.status'),
          t('platform.act'),
        ]}
      >
        {told.answer
          ?.flatMap(({ tenants }) => tenants)
          .map(({ id, name, subdomain, plan, members, isActive }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>{subdomain}</td>
              <td>{labelOf(plan, {})}</td>
              <td>{number(members)}</td>
              {hasUsage && <Usage days={days.get(id) ?? []} />}
              <td data-bad={!isActive || undefined}>{t(isActive ? 'platform.isOpen' : 'platform.isSuspended')}</td>
              <td>
                <Button variant="default" size="compact-xs" onClick={() => set(id, !isActive)} aria-label={t(isActive ? 'platform.suspendOne' : 'platform.openOne', { name })}>
                  {t(isActive ? 'platform.suspend' : 'platform.open')}
                </Button>
              </td>
            </tr>
          ))}
      </Table>
      <More told={told} />
    </Part>
  );
}

/** What a tenant used in thirty days; of its storage what it has now. */
function Usage({ days }: { readonly days: readonly Day[] }) {
  const newest = days.toSorted((one, other) => (one.date < other.date ? 1 : -1))[0];
  return (
    <>
      {counted.map((name) => (
        <td key={name}>{number(days.reduce((sum, day) => sum + day[name], 0))}</td>
      ))}
      <td>{newest ? measured(newest.storageUsed, 'bytes') : t('value.none')}</td>
    </>
  );
}

function Users({ mayGrant }: { readonly mayGrant: boolean }) {
  const told = useHubPages('platform.users');
  const open = useOpenDialog();
  const { role } = PlatformRole.fields;
  const { fields } = User;
  // Those whom every tenant has are nobody's account.
  const accounts = (told.answer?.flatMap(({ users }) => users) ?? []).filter(({ id }) => !nobody.has(id));
  const grant = (userId: string, verb: 'grantRole' | 'revokeRole') =>
    open({
      command: `platform.${verb}`,
      about: userId,
      questions: [{ name: 'role', field: role, label: labelOf('role', role), isRequired: true }],
      // Which entity the id belongs to is a matter of types only; the role is one of the field's choices.
      argsOf: (answers) => ({ userId: userId as never, role: answers['role'] as PlatformRoleName }),
      onDone: told.again,
    });
  return (
    <Part title={t('platform.users')} told={told}>
      <Table head={[t('column.name'), t('column.email'), t('column.status'), t('platform.tenants'), t('platform.roles'), ...(mayGrant ? [t('platform.act')] : [])]}>
        {accounts.map(({ id, fullName, email, status, tenants, platformRoles }) => (
          <tr key={id}>
            <th scope="row">{fullName}</th>
            <td>{email}</td>
            <td>{fields.status.choices?.[status as 'active'] ?? status}</td>
            <td>{number(tenants)}</td>
            <td>{platformRoles.map((name) => role.choices?.[name] ?? name).join(', ') || t('value.none')}</td>
            {mayGrant && (
              <td>
                <Button variant="default" size="compact-xs" onClick={() => grant(id, 'grantRole')} aria-label={t('platform.grantOne', { name: fullName })}>
                  {t('platform.grant')}
                </Button>{' '}
                {platformRoles.length > 0 && (
                  <Button variant="default" size="compact-xs" onClick={() => grant(id, 'revokeRole')} aria-label={t('platform.takeOne', { name: fullName })}>
                    {t('platform.take')}
                  </Button>
                )}
              </td>
            )}
          </tr>
        ))}
      </Table>
      <More told={told} />
    </Part>
  );
}

function More({ told: { more, isBusy } }: { readonly told: Pick<ReturnType<typeof useHubPages>, 'isBusy' | 'more'> }) {
  if (!more) return null;
  return (
    <Button variant="default" size="compact-sm" loading={isBusy} onClick={more}>
      {t('records.moreRows')}
    </Button>
  );
}

function Table({ head, children }: { readonly head: readonly string[]; readonly children: ReactNode }) {
  return (
    <table className={styles['table']}>
      <thead>
        <tr>
          {head.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
