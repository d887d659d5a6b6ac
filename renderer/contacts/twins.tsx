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
  const [asked] = useDebouncedValue({ name: name.trim(), first: points[0]?.value.trim() ?? '', second: points[1]?.value.trim() ?? '' }, 120);
  const first = useSteadyQuery('contacts.lookup', asked.first.length >= 5 ? { address: asked.first } : null).data;
  const second = useSteadyQuery('contacts.lookup', asked.second.length >= 5 ? { address: asked.second } : null).data;
  const named = useSteadyQuery('contacts.list', asked.name.length >= 3 ? { text: asked.name, limit: 5 } : null).data;
  const byPoint = [...(asked.first.length >= 5 ? (first ?? []) : []), ...(asked.second.length >= 5 ? (second ?? []) : [])];
  const byName = asked.name.length >= 3 ? (named?.rows ?? []).map(({ id, fullName, primaryPhone, primaryEmail }) => ({ id, fullName, value: primaryPhone ?? primaryEmail })) : [];
  return { byPoint, byName: byName.filter(({ id }) => byPoint.every((twin) => twin.id !== id)) };
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
