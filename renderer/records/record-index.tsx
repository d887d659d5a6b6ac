import { syncOf } from '#domain/kernel/entity.ts';
import { viewScope } from '#domain/kernel/permission.ts';
import { entityNames, type EntityName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { number } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { t, tn } from '../ui/text.ts';
import styles from './records.module.css';

/** Every kind of record that this desk holds and this member may see. */
export function RecordIndex({ skip }: { readonly skip: ReadonlySet<EntityName> }) {
  const { grants } = useSession();
  const counts = useQuery('records.count', {}).data ?? {};
  const shown = entityNames.map((name) => entityOf[name]).filter((entity) => !skip.has(entity.name) && syncOf(entity) !== 'never' && viewScope(entity, grants) !== undefined);
  return (
    <section className={panes['list']} aria-label={t('records.title')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('records.title')}</h1>
        </div>
      </div>
      <div className={panes['scroll']}>
        <ul className={styles['index']}>
          {shown.map(({ name, plural }) => (
            <li key={name}>
              <Link to="/records/$entity" params={{ entity: name }} className={styles['tile']}>
                <strong>{plural}</strong>
                <span className={styles['dim']}>{counts[name] === undefined ? t('value.none') : tn('list.count', counts[name])}</span>
                <IconChevronRight size={16} aria-hidden />
              </Link>
            </li>
          ))}
        </ul>
      </div>
      <div className={panes['foot']}>{t('records.total', { n: number(Object.values(counts).reduce((sum, each) => sum + each, 0)) })}</div>
    </section>
  );
}
