import type { AnyEntity } from '#domain/kernel/entity.ts';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useHolds } from '../bridge/session.tsx';
import { useKeys } from '../ui/keys.tsx';
import { t } from '../ui/text.ts';
import { makingOf } from './path.ts';

/** Leads to the form of a new record, for those whose role allows it. */
export function NewButton({ entity }: { readonly entity: AnyEntity }) {
  const { history } = useRouter();
  const holds = useHolds();
  const making = makingOf(entity);
  const path = making && holds(making.command) === null ? making.path : null;
  useKeys(entity.plural, path ? [{ key: 'n', label: t('records.new'), run: () => history.push(path) }] : []);
  if (!path) return null;
  return (
    <Button size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => history.push(path)}>
      {t('records.new')}
    </Button>
  );
}
