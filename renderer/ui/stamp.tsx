import { Tooltip } from '@mantine/core';
import { IconClock, IconCloudCheck } from '@tabler/icons-react';
import { inFull, stamp } from './format.ts';
import styles from './stamp.module.css';
import { t, tn } from './text.ts';

interface Props {
  readonly acceptedAt: string | null;
  readonly pending: number;
  /** Only the clock, and nothing once the record has settled: for lines of a list. */
  readonly isSmall?: boolean;
}

/** Where a record stands: a clock while the hub has not taken it, else since when it is on the server. */
export function Stamp({ acceptedAt, pending, isSmall = false }: Props) {
  const isPending = pending > 0 || acceptedAt === null;
  if (isSmall && !isPending) return null;
  const words = pending > 0 ? tn('stamp.pending', pending) : acceptedAt === null ? t('stamp.local') : t('stamp.server', { at: stamp(acceptedAt) });
  const detail = isPending ? t('stamp.pendingDetail') : t('stamp.serverDetail', { at: inFull(acceptedAt ?? '') });
  const Icon = isPending ? IconClock : IconCloudCheck;
  return (
    <Tooltip label={isSmall ? `${words}. ${detail}` : detail}>
      <span className={styles['stamp']} data-pending={isPending || undefined} role={isSmall ? 'img' : undefined} aria-label={isSmall ? words : undefined}>
        <Icon size={14} stroke={1.75} aria-hidden />
        {!isSmall && words}
      </span>
    </Tooltip>
  );
}
