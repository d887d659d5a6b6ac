import { Button, PasswordInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useBridge } from '../bridge/provider.tsx';
import { useSession, useStatus } from '../bridge/session.tsx';
import { ofCode, t } from '../ui/text.ts';
import { FactorInput, isAboutFactor } from './factor-input.tsx';
import styles from './door.module.css';

/** Renews a session that the hub no longer takes, without leaving the work at hand. */
export function SignInAgain({ onDone }: { readonly onDone: () => void }) {
  const bridge = useBridge();
  const { email, tenantName } = useSession();
  const { vaults } = useStatus();
  const [password, setPassword] = useState('');
  const [factor, setFactor] = useState('');
  const [asksFactor, setAsksFactor] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const vault = vaults.find((each) => each.email === email && each.tenantName === tenantName);
  const press = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    const outcome = await bridge.device('session.signIn', { subdomain: vault?.subdomain ?? '', email, password, factor: factor || undefined });
    setBusy(false);
    if (outcome.ok) return onDone();
    if (isAboutFactor(outcome.code)) setAsksFactor(true);
    setError(ofCode('code', outcome.code, outcome.message));
  };
  return (
    <form className={styles['form']} onSubmit={(event) => void press(event)}>
      <p className={styles['dim']}>{t('again.body')}</p>
      <PasswordInput
        visibilityToggleButtonProps={{ 'aria-label': t('door.show') }}
        label={t('again.password', { email })}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={error}
        data-autofocus
        autoComplete="current-password"
      />
      {asksFactor && <FactorInput value={factor} onChange={setFactor} />}
      <Button type="submit" loading={isBusy} disabled={password === ''}>
        {t('door.signInButton')}
      </Button>
    </form>
  );
}
