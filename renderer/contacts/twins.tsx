import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useSteadyQuery } from '../bridge/use-query.ts';
import { Banner } from '../ui/banner.tsx';
import forms from '../ui/form.module.css';
import { t } from '../ui/text.ts';

interface Twin {
  readonly id: string;
  readonly fullName: string;
  readonly value: string | null;
}
interface Found {
  readonly byPoint: readonly Twin[];
  readonly byName: readonly Twin[];
}

/** Who is known already at one of the addresses being typed, or by the name. */
export function useTwins(name: string, points: readonly { readonly value: string }[]): Found {
  // Debounced as separate texts: an object would be new at every render, and never come to rest.
  const [asked] = useDebouncedValue(name.trim(), 120);
  const [first] = useDebouncedValue(points[0]?.value.trim() ?? '', 120);
  const [second] = useDebouncedValue(points[1]?.value.trim() ?? '', 120);
  const found = [useReached(first), useReached(second)].flat();
  const named = useSteadyQuery('contacts.list', asked.length >= 3 ? { text: asked, limit: 5 } : null).data?.rows ?? [];
  const byPoint = found.filter(({ id }, place) => found.findIndex((twin) => twin.id === id) === place);
  const byName = asked.length >= 3 ? named.map(({ id, fullName, primaryPhone, primaryEmail }) => ({ id, fullName, value: primaryPhone ?? primaryEmail })) : [];
  return { byPoint, byName: byName.filter(({ id }) => byPoint.every((twin) => twin.id !== id)) };
}

function useReached(address: string): readonly Twin[] {
  const isLong = address.length >= 5;
  const { data } = useSteadyQuery('contacts.lookup', isLong ? { address } : null);
  return isLong ? (data ?? []) : [];
}

/** Shows likely twins while the form is still being filled in. */
export function Twins({ byPoint, byName }: Found) {
  return (
    <>
      {byPoint.length > 0 && (
        <Banner tone="warn" icon={IconAlertTriangle}>
          <strong>{t('twins.byPoint')}</strong>
          <List twins={byPoint} />
        </Banner>
      )}
      {byName.length > 0 && (
        <Banner tone="info" icon={IconUsers}>
          {t('twins.byName')}
          <List twins={byName} />
        </Banner>
      )}
    </>
  );
}

function List({ twins }: { readonly twins: readonly Twin[] }) {
  return (
    <ul className={forms['twins']}>
      {twins.map(({ id, fullName, value }) => (
        <li key={id}>
          <Link to="/contacts/$id" params={{ id }}>
            <bdi>{fullName}</bdi>
          </Link>{' '}
          {value}
        </li>
      ))}
    </ul>
  );
}
