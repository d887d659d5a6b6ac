import type { CommandArgs } from '#domain/bridge.ts';
import { capabilities, type Capability } from '#domain/kernel/capability.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { RoleGrant } from '#domain/people/role-grant.ts';
import { entityOf } from '#domain/registry.ts';
import { Button, Select } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useHolds, useSession, useStatus } from '../bridge/session.tsx';
import { useSubmission } from '../bridge/use-command.ts';
import { useQuery } from '../bridge/use-query.ts';
import { Banner } from '../ui/banner.tsx';
import { t, tn } from '../ui/text.ts';
import styles from './admin.module.css';

const groups = [...Map.groupBy(capabilities, (capability) => capability.split('.')[0] ?? '')];
const scopes = Object.entries(RoleGrant.fields.scope.choices ?? {});
/** How the absence of a grant is chosen. */
const none = 'none';
const nounOf = (group: string) => Object.entries(entityOf).find(([name]) => name === group)?.[1].plural ?? labelOf(group, {});
const verbOf = (capability: Capability) => labelOf(capability.split('.')[1] ?? capability, {});

type Scopes = Readonly<Record<string, string | null>>;

/** What a role allows, capability by capability and how far; that of a system role is fixed, and may be copied. */
export function RoleMatrix({ role }: { readonly role: AnyRow }) {
  const { grants } = useSession();
  const { hub } = useStatus();
  const holds = useHolds();
  const held = useQuery('records.list', { entity: 'roleGrants', where: { roleId: role.id }, limit: 500 }).data;
  const { submit, isBusy, refused, reset } = useSubmission('roles.setGrants');
  const [changed, setChanged] = useState<Scopes>({});
  if (!held) return null;
  const now: Scopes = Object.fromEntries(held.rows.map((row) => [String(row['capability']), String(row['scope'])]));
  const wanted: Scopes = { ...now, ...changed };
  const news = Object.keys(changed).filter((capability) => (changed[capability] ?? null) !== (now[capability] ?? null));
  const isFixed = role['isSystem'] === true || role['deletedAt'] != null || holds('roles.setGrants') !== null;
  const save = async () => {
    const list = Object.entries(wanted).flatMap(([capability, scope]) => (scope ? [{ capability, scope }] : []));
    // The command parses the capabilities and scopes by its own list.
    const outcome = await submit({ roleId: role.id, grants: list } as CommandArgs<'roles.setGrants'>);
    if (!outcome?.ok) return;
    reset();
    setChanged({});
  };
  return (
    <section className={styles['matrix']} aria-label={t('admin.allows')}>
      <header className={styles['matrixHead']}>
        <h2>{t('admin.allows')}</h2>
        {role['isSystem'] === true && <span className={styles['dim']}>{t('admin.fixed')}</span>}
        {holds('roles.save') === null && (
          <Link to="/records/$entity/new" params={{ entity: 'roles' }} search={{ copyOf: role.id, rank: role['rank'] }}>
            {t('admin.copyRole')}
          </Link>
        )}
        {!isFixed && news.length > 0 && (
          <>
            <span>{tn('admin.changes', news.length)}</span>
            <Button size="compact-sm" loading={isBusy} disabled={hub.state !== 'online'} onClick={() => void save()}>
              {t('edit.save')}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setChanged({})}>
              {t('edit.cancel')}
            </Button>
          </>
        )}
      </header>
      {refused && (
        <Banner tone="bad" icon={IconAlertTriangle}>
          {refused.message}
        </Banner>
      )}
      <div className={styles['groups']}>
        {groups.map(([group, list]) => (
          <fieldset key={group} className={styles['group']}>
            <legend>{nounOf(group)}</legend>
            {list.map((capability) => (
              <div key={capability} className={styles['grant']} data-news={news.includes(capability) || undefined}>
                <span>{verbOf(capability)}</span>
                {isFixed ? (
                  <span className={wanted[capability] ? undefined : styles['dim']}>{scopes.find(([scope]) => scope === wanted[capability])?.[1] ?? t('value.none')}</span>
                ) : (
                  <Select
                    size="xs"
                    w={130}
                    aria-label={`${nounOf(group)}: ${verbOf(capability)}`}
                    allowDeselect={false}
                    // Nobody gives what they do not hold; what the role has already may stay.
                    disabled={!grants[capability] && !now[capability]}
                    data={[{ value: none, label: t('value.none') }, ...scopes.map(([value, label]) => ({ value, label }))]}
                    value={wanted[capability] ?? none}
                    onChange={(scope) => setChanged({ ...changed, [capability]: scope === none ? null : scope })}
                  />
                )}
              </div>
            ))}
          </fieldset>
        ))}
      </div>
    </section>
  );
}
