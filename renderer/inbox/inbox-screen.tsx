import type { EntityName } from '#domain/kernel/names.ts';
import { noticeTypes } from '#domain/notifications/notice-types.ts';
import type { InboxItem } from '#domain/notifications/queries.ts';
import { commandOf, entityOf } from '#domain/registry.ts';
import { Badge, Button } from '@mantine/core';
import {
  IconArrowsJoin,
  IconBell,
  IconChecks,
  IconClock,
  IconFileImport,
  IconMessage,
  IconPhoneCall,
  IconRecordMail,
  IconRubberStamp,
  IconSparkles,
  type Icon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { newId } from '../bridge/command-id.ts';
import { useBridge } from '../bridge/provider.tsx';
import { useQuery } from '../bridge/use-query.ts';
import { ListFailure } from '../records/list-failure.tsx';
import { pathOf } from '../records/path.ts';
import { useTitle } from '../records/use-title.ts';
import { Waiting } from '../records/waiting.tsx';
import { inFull, moment } from '../ui/format.ts';
import panes from '../ui/panes.module.css';
import { StatePage } from '../ui/state-page.tsx';
import { t, tn } from '../ui/text.ts';
import styles from './inbox.module.css';
import { inboxMost, useInbox } from './parts/use-inbox.ts';

const signs: Readonly<Partial<Record<InboxItem['entity'], Icon>>> = {
  approvals: IconRubberStamp,
  callbacks: IconPhoneCall,
  changeProposals: IconSparkles,
  conversations: IconMessage,
  importBatches: IconFileImport,
  mergeCandidates: IconArrowsJoin,
  notifications: IconBell,
  reminders: IconClock,
  voicemails: IconRecordMail,
};

/** Everything that waits for whoever works here, the most urgent first, each with what answers it. */
export function InboxScreen() {
  const bridge = useBridge();
  const { data: items, failure } = useInbox();
  return (
    <section className={panes['list']} aria-label={t('rail.inbox')}>
      <div className={panes['listHead']}>
        <div className={panes['listTitle']}>
          <h1>{t('rail.inbox')}</h1>
          {items?.some(({ action }) => action === 'notifications.markRead') && (
            <Button size="compact-sm" variant="default" leftSection={<IconChecks size={14} />} onClick={() => void bridge.send('notifications.markAllRead', {}, newId())}>
              {t('inbox.readAll')}
            </Button>
          )}
        </div>
      </div>
      <ListFailure failure={failure} hasRows={items !== undefined} />
      {!items && !failure && <Waiting />}
      {items?.length === 0 && (
        <StatePage icon={IconChecks} tone="good" title={t('inbox.none')}>
          {t('inbox.noneBody')}
        </StatePage>
      )}
      {items && items.length > 0 && (
        <div className={panes['scroll']} tabIndex={0} role="region" aria-label={t('rail.inbox')}>
          <ul className={styles['items']}>
            {items.map((item) => (
              <Item key={item.id} item={item} />
            ))}
          </ul>
        </div>
      )}
      <div className={panes['foot']}>{items && items.length > 0 && (items.length < inboxMost ? tn('list.count', items.length) : t('inbox.first', { n: inboxMost }))}</div>
    </section>
  );
}

function Item({ item: { entity, id, at, risk, action } }: { readonly item: InboxItem }) {
  const bridge = useBridge();
  const title = useTitle(entity, id);
  const row = useQuery('records.get', { entity, id }).data;
  const [subjectType, subjectId, message, type] = ['subjectType', 'subjectId', 'message', 'notificationType'].map((name) => row?.[name]);
  // A notice is about something else, and leads there.
  const path = entity === 'notifications' && typeof subjectId === 'string' ? pathOf(subjectType as EntityName, subjectId) : pathOf(entity, id);
  const Sign = signs[entity] ?? IconBell;
  // What takes more than a press is answered on the record itself.
  const presses: Readonly<Record<string, () => Promise<unknown>>> = {
    'callbacks.complete': () => bridge.send('callbacks.complete', { id }, newId()),
    'notifications.markRead': () => bridge.send('notifications.markRead', { ids: [id] }, newId()),
    'reminders.finish': () => bridge.send('reminders.finish', { id }, newId()),
  };
  const press = presses[action];
  const words = commandOf.get(action)?.title ?? t('inbox.open');
  return (
    <li className={styles['item']}>
      <Sign size={18} stroke={1.75} aria-hidden />
      <span className={styles['text']}>
        <Link to={path} className={styles['title']}>
          {title ?? entityOf[entity].singular}
        </Link>
        <span className={styles['dim']}>
          {(typeof type === 'string' && noticeTypes[type]) || entityOf[entity].singular} · {typeof message === 'string' && message !== '' && <>{message} · </>}
          <time dateTime={at} title={inFull(at)}>
            {moment(at)}
          </time>
        </span>
      </span>
      {risk === 'high' && (
        <Badge color="red" variant="light">
          {t('inbox.risk')}
        </Badge>
      )}
      {press ? (
        <Button size="compact-sm" variant="default" onClick={() => void press()}>
          {words}
        </Button>
      ) : (
        <Button size="compact-sm" variant="default" component={Link} to={path}>
          {words}
        </Button>
      )}
    </li>
  );
}
