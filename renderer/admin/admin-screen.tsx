import { viewScope } from '#domain/kernel/permission.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useSession } from '../bridge/session.tsx';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t, type MessageKey } from '../ui/text.ts';
import styles from './admin.module.css';
import { mayAdminister } from './parts/may-administer.ts';

/** What an administrator looks after, by what it is about; each place is the records of one kind. */
const sections: readonly { readonly title: MessageKey; readonly places: readonly EntityName[] }[] = [
  { title: 'admin.people', places: ['memberships', 'invitations', 'teams', 'roles', 'roleAssignments'] },
  { title: 'admin.access', places: ['devices', 'sessions', 'apiKeys'] },
  { title: 'admin.cases', places: ['caseKinds', 'customFields', 'caseCategories', 'priorities', 'slaPolicies', 'calendars'] },
  { title: 'admin.lists', places: ['referenceLists', 'referenceItems', 'locations', 'dispositions', 'agentStateReasons'] },
  { title: 'admin.tenant', places: ['tenants', 'retentionPolicies', 'auditEvents', 'apiRequestLog', 'tenantUsage'] },
];

/** The administration of a tenant: what the member's role may look after, and nothing else. */
export function AdminScreen() {
  const { grants } = useSession();
  if (!mayAdminister(grants))
    return (
      <div className={panes['list']}>
        <StatePage isPage icon={IconLock} title={t('records.notHere')}>
          {t('records.notHereBody')}
        </StatePage>
      </div>
    );
  const shown = sections
    .map(({ title, places }) => ({ title, places: places.filter((name) => viewScope(entityOf[name], grants) !== undefined) }))
    .filter(({ places }) => places.length > 0);
  return (
    <section className={panes['list']} aria-label={t('rail.admin')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('rail.admin')}</h1>
        </div>
      </div>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('rail.admin')}>
        {shown.map(({ title, places }) => (
          <section key={title} className={styles['section']} aria-label={t(title)}>
            <h2>{t(title)}</h2>
            <ul className={styles['places']}>
              {places.map((name) => (
                <li key={name}>
                  <Link to="/records/$entity" params={{ entity: name }} className={styles['place']}>
                    <strong>{entityOf[name].plural}</strong>
                    <span>{t(`admin.about.${name}` as MessageKey)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}
