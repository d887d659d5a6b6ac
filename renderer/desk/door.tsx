import type { DeskStatus } from '#domain/desk/queries.ts';
import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconAnchor, IconChevronRight, IconDeviceLaptopOff, IconHourglassOff, IconPlugConnectedX, type Icon } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useBridge } from '../bridge/provider.tsx';
import { Initials } from '../ui/avatar.tsx';
import { Banner } from '../ui/banner.tsx';
import type { Failure } from '../bridge/live.ts';
import { ofCode, t } from '../ui/text.ts';
import { FactorInput, isAboutFactor } from './factor-input.tsx';
import styles from './door.module.css';
import { TakeInvitation, type Known } from './take-invitation.tsx';

type Vault = DeskStatus['vaults'][number];

/** The way in: unlock a vault of this computer, or sign in with the hub. */
export function Door({ status }: { readonly status: DeskStatus }) {
  const [chosen, setChosen] = useState<Vault | 'invited' | 'list' | 'other' | null>(null);
  const [taken, setTaken] = useState<Known | null>(null);
  const { vaults, vault } = status;
  const isExpired = vault === 'expired';
  const isRevoked = vault === 'revoked';
  const hasOthers = vaults.length > (isRevoked ? 0 : 1);
  const first = vault === 'locked' ? vaults[0] : undefined;
  const shown = chosen ?? first ?? (vaults.length === 0 || isExpired || isRevoked ? 'other' : 'list');
  // With one vault alone the choice is between it and somebody new.
  const leave = hasOthers ? () => setChosen('list') : vaults.length > 0 && !isExpired ? () => setChosen(null) : null;
  return (
    <main className={styles['door']}>
      <div className={styles['card']}>
        <div className={styles['brand']}>
          <span className={styles['mark']}>
            <IconAnchor size={22} stroke={1.9} aria-hidden />
          </span>
          <span>{t('app.name')}</span>
        </div>
        <HubNotice status={status} />
        {isExpired && (
          <Notice icon={IconHourglassOff} title={t('door.expired')}>
            {t('door.expiredBody')}
          </Notice>
        )}
        {isRevoked && (
          <Notice icon={IconDeviceLaptopOff} title={t('door.revoked')} isBad>
            {t('door.revokedBody')}
          </Notice>
        )}
        {/* What the hub said of a revoked device is what the notice above says. */}
        {status.notice && !isRevoked && (
          <Notice icon={IconAlertTriangle} title={t('door.notice')}>
            {status.notice}
          </Notice>
        )}
        {shown === 'list' && <Vaults vaults={vaults} onChoose={setChosen} />}
        {shown === 'other' && <SignIn known={taken ?? (isExpired ? vaults[0] : undefined)} onBack={leave} onInvited={() => setChosen('invited')} />}
        {shown === 'invited' && (
          <TakeInvitation
            onBack={() => setChosen('other')}
            onTaken={(known) => {
              setTaken(known);
              setChosen('other');
            }}
          />
        )}
        {typeof shown === 'object' && <Unlock key={shown.id} vault={shown} onBack={hasOthers ? () => setChosen('list') : () => setChosen('other')} hasOthers={hasOthers} />}
      </div>
    </main>
  );
}

function HubNotice({ status: { hub, vault } }: { readonly status: DeskStatus }) {
  if (hub.state === 'online' || vault === 'revoked') return null;
  return (
    <Notice icon={IconPlugConnectedX} title={ofCode('hub', hub.state, hub.state)}>
      {hub.message ?? ofCode(vault === 'expired' ? 'door.hubExpired' : 'door.hub', hub.state, '')}
    </Notice>
  );
}

function Notice({ icon: Sign, title, children, isBad = false }: { readonly icon: Icon; readonly title: string; readonly children: ReactNode; readonly isBad?: boolean }) {
  return (
    <div className={styles['notice']} data-bad={isBad || undefined} role="status">
      <Sign size={18} stroke={1.75} aria-hidden />
      <div>
        <strong>{title}</strong>
        <div>{children}</div>
      </div>
    </div>
  );
}

function Vaults({ vaults, onChoose }: { readonly vaults: readonly Vault[]; readonly onChoose: (vault: Vault | 'other') => void }) {
  return (
    <>
      <h1 className={styles['title']}>{t('door.who')}</h1>
      <ul className={styles['vaults']}>
        {vaults.map((vault) => (
          <li key={vault.id}>
            <button type="button" className={styles['vault']} onClick={() => onChoose(vault)}>
              <Initials name={vault.email} size={32} />
              <span className={styles['vaultText']}>
                <strong>{vault.email}</strong>
                <span>{vault.tenantName}</span>
              </span>
              <IconChevronRight size={16} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <Button variant="default" onClick={() => onChoose('other')}>
        {t('door.other')}
      </Button>
    </>
  );
}

/** Opens a vault of this computer with its password; it needs no line. */
function Unlock({ vault, onBack, hasOthers }: { readonly vault: Vault; readonly onBack: () => void; readonly hasOthers: boolean }) {
  const bridge = useBridge();
  const [password, setPassword] = useState('');
  const { isBusy, error, attempt } = useAttempt();
  const press = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() => bridge.device('session.unlock', { vault: vault.id, password }));
  };
  return (
    <form onSubmit={press} className={styles['form']}>
      <div className={styles['who']}>
        <Initials name={vault.email} size={44} />
        <div>
          <h1 className={styles['title']}>{t('door.unlock')}</h1>
          <span className={styles['dim']}>
            {vault.email} · {vault.tenantName}
          </span>
        </div>
      </div>
      <PasswordInput
        visibilityToggleButtonProps={{ 'aria-label': t('door.show') }}
        label={t('door.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoFocus
        autoComplete="current-password"
        error={error}
        required
        withAsterisk={false}
      />
      <Button type="submit" size="sm" loading={isBusy} disabled={password === ''}>
        {t('door.unlockButton')}
      </Button>
      <p className={styles['dim']}>{t('door.unlockHint')}</p>
      <Anchor component="button" type="button" size="sm" onClick={onBack}>
        {hasOthers ? t('door.otherVault') : t('door.other')}
      </Anchor>
    </form>
  );
}

/** Signs in with the hub; afterwards the vault opens without a line. */
function SignIn({ known, onBack, onInvited }: { readonly known: Known | undefined; readonly onBack: (() => void) | null; readonly onInvited: () => void }) {
  const bridge = useBridge();
  const [subdomain, setSubdomain] = useState(known?.subdomain ?? '');
  const [email, setEmail] = useState(known?.email ?? '');
  const [password, setPassword] = useState('');
  const [factor, setFactor] = useState('');
  const { isBusy, error, asksFactor, attempt } = useAttempt(known?.refused);
  const press = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() => bridge.device('session.signIn', { subdomain: subdomain.trim().toLowerCase(), email: email.trim(), password, factor: factor || undefined }));
  };
  return (
    <form onSubmit={press} className={styles['form']}>
      <h1 className={styles['title']}>{t('door.signIn')}</h1>
      {error && (
        <Banner tone="bad" icon={IconAlertTriangle}>
          {error}
        </Banner>
      )}
      <TextInput
        size="sm"
        label={t('door.organisation')}
        description={t('door.organisationHint')}
        value={subdomain}
        onChange={(event) => setSubdomain(event.currentTarget.value)}
        autoFocus={!known}
        autoComplete="organization"
        spellCheck={false}
        required
        withAsterisk={false}
      />
      <TextInput
        size="sm"
        type="email"
        label={t('door.email')}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        autoComplete="username"
        required
        withAsterisk={false}
      />
      <PasswordInput
        visibilityToggleButtonProps={{ 'aria-label': t('door.show') }}
        label={t('door.password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoFocus={Boolean(known)}
        autoComplete="current-password"
        required
        withAsterisk={false}
      />
      {asksFactor && <FactorInput value={factor} onChange={setFactor} />}
      <Button type="submit" size="sm" loading={isBusy} disabled={!subdomain.trim() || !email.trim() || !password}>
        {t('door.signInButton')}
      </Button>
      <Anchor component="button" type="button" size="sm" onClick={onInvited}>
        {t('invited.have')}
      </Anchor>
      {onBack && (
        <Anchor component="button" type="button" size="sm" onClick={onBack}>
          {t('door.back')}
        </Anchor>
      )}
    </form>
  );
}

/** `before` is why an attempt failed that was made without the form, by taking an invitation. */
function useAttempt(before?: Failure) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState(before ? t('invited.butNotIn', { why: before.message }) : null);
  const [asksFactor, setAsksFactor] = useState(isAboutFactor(before?.code));
  const attempt = async (call: () => Promise<{ readonly ok: boolean; readonly code?: string; readonly message?: string }>) => {
    if (isBusy) return;
    setBusy(true);
    setError(null);
    const outcome = await call();
    setBusy(false);
    if (isAboutFactor(outcome.code)) setAsksFactor(true);
    if (!outcome.ok) setError(outcome.message ?? ofCode('code', outcome.code ?? '', t('error.unknown')));
  };
  return { isBusy, error, asksFactor, attempt };
}
