import { viewScope } from '#domain/kernel/permission.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { IconLock } from '@tabler/icons-react';
import type { CommandName } from '#domain/bridge.ts';
import { useHolds, useSession } from '../bridge/session.tsx';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t, type MessageKey } from '../ui/text.ts';
import { TileGroup, type Tile } from '../ui/tiles.tsx';
import { mayAdminister } from './parts/may-administer.ts';

interface Screen {
  readonly path: string;
  readonly label: MessageKey & ('admin.settings' | 'retention.title');
  readonly about: MessageKey & ('admin.about.retention' | 'admin.about.settings');
  readonly command: CommandName;
}

/** What an administrator looks after, by what it is about: the records of one kind, and what has a screen of its own. */
const sections: readonly { readonly title: MessageKey & `admin.${string}`; readonly places: readonly EntityName[]; readonly screens?: readonly Screen[] }[] = [
  { title: 'admin.people', places: ['memberships', 'invitations', 'teams', 'roles', 'roleAssignments'] },
  { title: 'admin.access', places: ['devices', 'sessions', 'apiKeys'] },
  { title: 'admin.cases', places: ['caseKinds', 'customFields', 'caseCategories', 'priorities', 'slaPolicies', 'calendars'] },
  { title: 'admin.lists', places: ['referenceLists', 'referenceItems', 'locations', 'dispositions', 'agentStateReasons'] },
  {
    title: 'admin.tenant',
    places: ['auditEvents', 'apiRequestLog', 'tenantUsage'],
    screens: [
      { path: '/admin/settings', label: 'admin.settings', about: 'admin.about.settings', command: 'tenants.update' },
      { path: '/admin/retention', label: 'retention.title', about: 'admin.about.retention', command: 'retention.set' },
    ],
  },
];

/** The administration of a tenant: what the member's role may look after, and nothing else. */
export function AdminScreen() {
  const { grants } = useSession();
  const holds = useHolds();
  if (!mayAdminister(grants))
    return (
      <div className={panes['list']}>
        <StatePage isPage icon={IconLock} title={t('records.notHere')}>
          {t('records.notHereBody')}
        </StatePage>
      </div>
    );
  const tileOf = (name: EntityName): Tile => ({ path: `/records/${name}`, title: entityOf[name].plural, detail: t(`admin.about.${name}` as MessageKey) });
  const shown = sections
    .map(({ title, places, screens = [] }) => ({
      title,
      tiles: [
        ...screens.flatMap(({ path, label, about, command }) => (holds(command) === null ? [{ path, title: t(label), detail: t(about) }] : [])),
        ...places.filter((name) => viewScope(entityOf[name], grants) !== undefined).map(tileOf),
      ],
    }))
    .filter(({ tiles }) => tiles.length > 0);
  return (
    <section className={panes['list']} aria-label={t('rail.admin')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('rail.admin')}</h1>
        </div>
      </div>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('rail.admin')}>
        {shown.map(({ title, tiles }) => (
          <TileGroup key={title} title={t(title)} tiles={tiles} />
        ))}
      </div>
    </section>
  );
}
