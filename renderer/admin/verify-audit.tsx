import type { AuditVerdict } from '#domain/platform/wire.ts';
import { IconAlertTriangle, IconLink, IconLinkOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useBridge } from '../bridge/provider.tsx';
import { useSession, useStatus } from '../bridge/session.tsx';
import type { Failure } from '../bridge/live.ts';
import { ActionButton } from '../ui/action-button.tsx';
import { Banner } from '../ui/banner.tsx';
import { number, stamp } from '../ui/format.ts';
import { ofCode, t } from '../ui/text.ts';
import styles from './admin.module.css';

type Found = { readonly at: string; readonly verdict: AuditVerdict } | { readonly failure: Failure };

/** Has the hub walk the chain of the audit, and tells whether it is whole or where it is broken. */
export function VerifyAudit() {
  const bridge = useBridge();
  const { hub } = useStatus();
  const { grants } = useSession();
  const [found, setFound] = useState<Found | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (grants['audit.view'] !== 'tenant') return null;
  const press = async () => {
    setBusy(true);
    const outcome = await bridge.device('audit.verify', {});
    setBusy(false);
    setFound(outcome.ok ? { at: new Date().toISOString(), verdict: outcome.verdict } : { failure: outcome });
  };
  return (
    <div className={styles['verdict']}>
      <ActionButton size="compact-sm" leftSection={<IconLink size={14} />} loading={isBusy} reason={hub.state === 'online' ? null : t('bar.hub')} onClick={() => void press()}>
        {t('audit.verify')}
      </ActionButton>
      {found && 'failure' in found && (
        <Banner tone="warn" icon={IconAlertTriangle}>
          {ofCode('code', found.failure.code, found.failure.message)}
        </Banner>
      )}
      {found && 'verdict' in found && <Verdict {...found} />}
    </div>
  );
}

function Verdict({ verdict, at }: { readonly verdict: AuditVerdict; readonly at: string }) {
  if (verdict.ok)
    return (
      <Banner tone="good" icon={IconLink}>
        {t('audit.whole', { rows: number(verdict.rows), at: stamp(at) })}
      </Banner>
    );
  if (verdict.reason !== 'missing')
    return (
      <Banner tone="bad" icon={IconLinkOff}>
        {t(`audit.${verdict.reason}`)} <Event id={verdict.id} />
      </Banner>
    );
  return (
    <Banner tone="bad" icon={IconLinkOff}>
      {t('audit.missing', { place: number(verdict.place) })} {verdict.after && <Event id={verdict.after} word={t('audit.after')} />}{' '}
      {verdict.before && <Event id={verdict.before} word={t('audit.before')} />}
    </Banner>
  );
}

function Event({ id, word = t('audit.row') }: { readonly id: string; readonly word?: string }) {
  return (
    <Link to="/records/$entity/$id" params={{ entity: 'auditEvents', id }}>
      {word}
    </Link>
  );
}
