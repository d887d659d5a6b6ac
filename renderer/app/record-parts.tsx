import type { AnyEntity, AnyRow } from '#domain/kernel/entity.ts';
import { Button } from '@mantine/core';
import { IconListTree } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { isOrdered } from '../admin/parts/is-ordered.ts';
import { useHolds } from '../bridge/session.tsx';
import { t } from '../ui/text.ts';

const RoleMatrix = lazy(() => import('../admin/role-matrix.tsx').then((module) => ({ default: module.RoleMatrix })));
const AudioOfCall = lazy(() => import('../calls/parts/call-audio.tsx').then((module) => ({ default: module.AudioOfCall })));
const OneRecording = lazy(() => import('../calls/parts/call-audio.tsx').then((module) => ({ default: module.OneRecording })));
const OneVoicemail = lazy(() => import('../calls/parts/call-audio.tsx').then((module) => ({ default: module.OneVoicemail })));
const VerifyAudit = lazy(() => import('../admin/verify-audit.tsx').then((module) => ({ default: module.VerifyAudit })));

/** What a module offers beside the generic list of its records. */
export function moreOfList({ name }: AnyEntity): ReactNode {
  if (isOrdered(name)) return <OrderLink name={name} />;
  return name === 'auditEvents' && later(<VerifyAudit />);
}

/** What a module shows of its own record beneath the fields. */
export function moreOfRecord({ name }: AnyEntity, row: AnyRow): ReactNode {
  if (name === 'calls') return later(<AudioOfCall callId={row.id} />);
  if (name === 'recordings') return later(<OneRecording row={row} />);
  if (name === 'voicemails') return later(<OneVoicemail row={row} />);
  return name === 'roles' && later(<RoleMatrix role={row} />);
}

const later = (part: ReactNode) => <Suspense>{part}</Suspense>;

function OrderLink({ name }: { readonly name: string }) {
  const navigate = useNavigate();
  const bar = useHolds()('reference.reorder');
  if (bar) return null;
  return (
    <Button size="compact-sm" variant="default" leftSection={<IconListTree size={14} />} onClick={() => void navigate({ to: '/admin/order/$entity', params: { entity: name } })}>
      {t('order.link')}
    </Button>
  );
}
