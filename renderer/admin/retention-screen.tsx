import type { CommandArgs } from '#domain/bridge.ts';
import type { AnyEntity } from '#domain/kernel/entity.ts';
import { labelOf } from '#domain/kernel/field.ts';
import { RetentionPolicy } from '#domain/platform/retention-policy.ts';
import { windowsOf } from '#domain/platform/rules.ts';
import { allEntities } from '#domain/registry.ts';
import { Button, VisuallyHidden } from '@mantine/core';
import { IconInfoCircle, IconLock } from '@tabler/icons-react';
import { useHolds } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { useOpenDialog } from '../records/dialogs.tsx';
import { Banner } from '../ui/banner.tsx';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t, tn } from '../ui/text.ts';
import styles from './admin.module.css';

const { hotMonths, archiveMonths, purgeMonths, legalBasis } = RetentionPolicy.fields;
const asked = { hotMonths, archiveMonths, purgeMonths, legalBasis } as const;
/** What grows with the work; lists and people are kept as long as they are wanted. */
const growing = allEntities.filter(({ global, retention = 'always' }) => !global && retention !== 'always');

/** How long records are kept: on desks, on the hub, and until they are deleted for good. */
export function RetentionScreen() {
  const bar = useHolds()('retention.set');
  const open = useOpenDialog();
  // Rows of the entity that was asked for.
  const rows = (useQuery('records.list', { entity: 'retentionPolicies', limit: 500 }).data?.rows ?? []) as unknown as readonly RetentionPolicy[];
  const policies = new Map(rows.map((row) => [row.entityType, row]));
  if (bar)
    return (
      <div className={panes['list']}>
        <StatePage isPage icon={IconLock} title={t('form.notAllowed')}>
          {bar.message}
        </StatePage>
      </div>
    );
  const change = (entity: AnyEntity, held: RetentionPolicy | undefined) =>
    open({
      command: 'retention.set',
      about: entity.name,
      intro: t('retention.of', { what: entity.plural }),
      button: t('edit.save'),
      questions: Object.entries(asked).map(([name, field]) => ({ name, field, label: t(`retention.${name as keyof typeof asked}`) })),
      initial: Object.fromEntries(Object.keys(asked).map((name) => [name, held?.[name as keyof typeof asked] ?? null])),
      argsOf: (answers) => ({ ...answers, entityType: entity.name }) as CommandArgs<'retention.set'>,
    });
  return (
    <section className={panes['list']} aria-label={t('retention.title')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('retention.title')}</h1>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => open({ command: 'retention.run', about: 'all', intro: t('retention.runIntro'), questions: [], argsOf: () => ({}) })}
          >
            {t('retention.run')}
          </Button>
        </div>
      </div>
      <Banner tone="info" icon={IconInfoCircle} isLive={false}>
        {t('retention.hint')}
      </Banner>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('retention.title')}>
        <table className={styles['wide']}>
          <thead>
            <tr>
              <th scope="col">{t('retention.kind')}</th>
              <th scope="col">{t('retention.onDesks')}</th>
              <th scope="col">{t('retention.onHub')}</th>
              <th scope="col">{t('retention.legalBasis')}</th>
              <th scope="col">
                <VisuallyHidden>{t('verb.update')}</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {growing.map((entity) => {
              const held = policies.get(entity.name);
              const windows = windowsOf(entity, held);
              return (
                <tr key={entity.name}>
                  <th scope="row">{entity.plural}</th>
                  <td>{windows.as === null ? spanOf(windows.archive) : t('retention.as', { what: labelOf(windows.as, entity.fields[windows.as] ?? {}) })}</td>
                  <td>{spanOf(windows.purge)}</td>
                  <td>{held?.legalBasis ?? t('value.none')}</td>
                  <td>
                    <Button variant="default" size="compact-xs" aria-label={t('edit.open', { label: entity.plural })} onClick={() => change(entity, held)}>
                      {t('verb.update')}
                    </Button>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const spanOf = (months: number | null): string => (months === null ? t('retention.always') : tn('retention.months', months));
