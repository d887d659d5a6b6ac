import { inSentence } from '#domain/kernel/words.ts';
import type { CommandArgs, CommandName } from '#domain/bridge.ts';
import { entityOf } from '#domain/registry.ts';
import { ActionIcon, Select } from '@mantine/core';
import { IconAlertTriangle, IconArrowLeft, IconListTree } from '@tabler/icons-react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { newId } from '../bridge/command-id.ts';
import { useBridge } from '../bridge/provider.tsx';
import { useHolds, useStatus } from '../bridge/session.tsx';
import { run } from '../bridge/use-command.ts';
import { useQuery } from '../bridge/use-query.ts';
import { RecordPicker } from '../records/record-picker.tsx';
import { Banner } from '../ui/banner.tsx';
import { useKeys } from '../ui/keys.tsx';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { ofCode, t } from '../ui/text.ts';
import { OrderedTree } from './ordered-tree.tsx';
import { isOrdered, type Ordered } from './parts/is-ordered.ts';
import { treeOf, type Move } from './order-tree.ts';

/** Those whose rows lie in lists of their own, with the field that says in which. */
const lists: Partial<Record<Ordered, string>> = { customFields: 'entityType', referenceItems: 'listId' };

/** The rows of an entity in the order that forms offer them, to be put into another by keyboard or by hand. */
export function OrderScreen() {
  const { entity: name } = useParams({ from: '/admin/order/$entity' });
  const bar = useHolds()('reference.reorder');
  if (isOrdered(name) && !bar) return <Order key={name} name={name} />;
  return (
    <div className={panes['list']}>
      <StatePage isPage icon={IconListTree} title={t('records.notHere')}>
        {t('records.notHereBody')}
      </StatePage>
    </div>
  );
}

function Order({ name }: { readonly name: Ordered }) {
  const entity = entityOf[name];
  const navigate = useNavigate();
  const bridge = useBridge();
  const { hub } = useStatus();
  const by = lists[name] ?? null;
  const [list, setList] = useState<string | null>(by ? (Object.keys(entity.fields[by]?.choices ?? {})[0] ?? null) : null);
  const asked = useQuery('records.list', by && list === null ? null : { entity: name, limit: 500, ...(by && list ? { where: { [by]: list } } : {}) });
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useKeys(entity.plural, [{ key: 'Escape', label: t('keys.back'), run: () => void navigate({ to: '/records/$entity', params: { entity: name } }) }]);

  const orderKey = name === 'priorities' ? 'level' : 'sortOrder';
  const titleOf = (row: Readonly<Record<string, unknown>>) => String(row[entity.title]);
  const tree = treeOf(asked.data?.rows ?? [], (row) => (typeof row[orderKey] === 'number' ? row[orderKey] : Number.MAX_SAFE_INTEGER), titleOf);

  const move = async ({ id, parentId, siblings }: Move) => {
    const row = asked.data?.rows.find((each) => each.id === id);
    const from = row?.['parentId'] ?? null;
    setBusy(true);
    setFailure(null);
    const nest =
      from === parentId ? null : await run(bridge, `${name}.update` as CommandName, { id, patch: { parentId }, base: { parentId: from } } as CommandArgs<CommandName>, newId());
    const outcome = nest?.ok === false ? nest : await run(bridge, 'reference.reorder', { entity: name, ids: [...siblings] }, newId());
    setBusy(false);
    if (!outcome.ok) setFailure(ofCode('code', outcome.code, outcome.message));
  };
  const field = by ? entity.fields[by] : undefined;
  return (
    <section className={panes['list']} aria-label={t('order.title', { what: entity.plural })}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <ActionIcon component={Link} to={`/records/${name}`} aria-label={entity.plural}>
            <IconArrowLeft size={16} />
          </ActionIcon>
          <h1>{t('order.title', { what: entity.plural })}</h1>
        </div>
        {field?.target && (
          <RecordPicker aria-label={entityOf[field.target].singular} target={field.target} value={list} onChange={setList} placeholder={t('order.which')} maw={320} />
        )}
        {field?.choices && (
          <Select
            aria-label={t('order.which')}
            data={Object.entries(field.choices).map(([value, label]) => ({ value, label }))}
            value={list}
            onChange={setList}
            allowDeselect={false}
            maw={320}
          />
        )}
        <p>{entity.fields['parentId'] ? t('order.hintTree') : t('order.hint')}</p>
      </div>
      {(failure || hub.state !== 'online') && (
        <Banner tone="warn" icon={IconAlertTriangle}>
          {failure ?? t('bar.hub')}
        </Banner>
      )}
      <div className={panes['scroll']}>
        {tree.length > 0 ? (
          <OrderedTree entity={entity} tree={tree} isHeld={isBusy || hub.state !== 'online'} onMove={(next) => void move(next)} />
        ) : (
          <StatePage icon={IconListTree} title={by && list === null ? t('order.choose') : t('records.none', { what: inSentence(entity.plural) })} />
        )}
      </div>
    </section>
  );
}
