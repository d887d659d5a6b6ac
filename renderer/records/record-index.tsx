import { syncOf, type AnyEntity } from '#domain/kernel/entity.ts';
import { viewScope } from '#domain/kernel/permission.ts';
import { modules, type EntityName, type ModuleName } from '#domain/kernel/names.ts';
import { entityOf } from '#domain/registry.ts';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { number } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { t, tn } from '../ui/text.ts';
import { TileGroup } from '../ui/tiles.tsx';

/** Every kind of record that this desk holds and this member may see. */
export function RecordIndex({ skip }: { readonly skip: ReadonlySet<EntityName> }) {
  const { grants } = useSession();
  const counts = useQuery('records.count', {}).data ?? {};
  const groups = Object.entries(modules).flatMap(([module, names]) => {
    const shown = names
      .map((name) => entityOf[name])
      .filter((entity) => !skip.has(entity.name) && !entity.global && viewScope(entity, grants) !== undefined && (syncOf(entity) !== 'never' || entity.view !== 'self'));
    return shown.length > 0 ? [{ module: module as ModuleName, shown }] : [];
  });
  return (
    <section className={panes['list']} aria-label={t('records.title')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('records.title')}</h1>
        </div>
      </div>
      <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('records.title')}>
        {groups.map(({ module, shown }) => (
          <TileGroup key={module} title={t(`module.${module}`)} tiles={shown.map((entity) => ({ path: `/records/${entity.name}`, title: entity.plural, detail: held(entity) }))} />
        ))}
      </div>
      <div className={panes['foot']}>{t('records.total', { n: number(Object.values(counts).reduce((sum, each) => sum + each, 0)) })}</div>
    </section>
  );

  function held(entity: AnyEntity): string {
    if (syncOf(entity) === 'never') return t('records.onHub');
    const count = counts[entity.name];
    return count === undefined ? t('value.none') : tn('list.count', count);
  }
}
