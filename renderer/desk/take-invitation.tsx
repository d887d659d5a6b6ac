import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import type { Failure } from '../bridge/live.ts';
import { useBridge } from '../bridge/provider.tsx';
import { Banner } from '../ui/banner.tsx';
import { ofCode, t } from '../ui/text.ts';
import styles from './door.module.css';

/** Somebody whom the hub knows, by where and as whom they sign in, and why they are not in yet. */
export interface Known {
  readonly subdomain: string;
  readonly email: string;
  readonly refused?: Failure;
}

interface Props {
  readonly onBack: () => void;
  /** The invitation was taken, but signing in takes more than the password. */
  readonly onTaken: (known: Known) => void;
}

/** The end of what was given to who was invited, whether it is the bare code or an address that holds it. */
const invitation = /([a-z0-9-]{3,63})\.([\w-]{32,100})$/i;
const shortestPassword = 10;

/** Takes an invitation: whoever comes chooses a password, or proves the one they have here, and is signed in. */
export function TakeInvitation({ onBack, onTaken }: Props) {
  const bridge = useBridge();
  const [code, setCode] = useState('');
  const [fullName, setFullName] = useState('');
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ readonly message: string; readonly field?: string } | null>(null);
  const [, subdomain, token] = invitation.exec(code.trim()) ?? [];
  const isShort = password.length < shortestPassword;
  const press = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy || !subdomain || !token || isShort) return;
    setBusy(true);
    setWrong(null);
    const taken = await bridge.device('invitation.accept', { subdomain: subdomain.toLowerCase(), token, fullName: fullName.trim(), password });
    const signedIn = taken.ok ? await bridge.device('session.signIn', { subdomain: taken.subdomain, email: taken.email, password }) : null;
    setBusy(false);
    if (!taken.ok) return setWrong({ ...taken, message: taken.field ? taken.message : ofCode('code', taken.code, taken.message) });
    if (signedIn && !signedIn.ok) onTaken({ ...taken, refused: signedIn });
  };
  const errorOf = (field: string) => (wrong?.field === field ? wrong.message : null);
  const isElsewhere = wrong !== null && !['fullName', 'password', 'token'].includes(wrong.field ?? '');
  return (
    <form onSubmit={(event) => void press(event)} className={styles['form']} noValidate>
      <h1 className={styles['title']}>{t('invited.title')}</h1>
      {isElsewhere && (
        <Banner tone="bad" icon={IconAlertTriangle}>
          {wrong.message}
        </Banner>
      )}
      <TextInput
        size="sm"
        label={t('admin.inviteCode')}
        description={t('invited.codeHint')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        error={errorOf('token') ?? (code !== '' && !token ? t('invited.notCode') : null)}
        autoFocus
        autoComplete="off"
        spellCheck={false}
      />
      <TextInput
        size="sm"
        label={t('invited.name')}
        description={t('invited.nameHint')}
        value={fullName}
        onChange={(event) => setFullName(event.currentTarget.value)}
        error={errorOf('fullName')}
        autoComplete="name"
      />
      <PasswordInput
        visibilityToggleButtonProps={{ 'aria-label': t('door.show') }}
        label={t('door.password')}
        description={t('invited.passwordHint', { n: shortestPassword })}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        error={errorOf('password')}
        autoComplete="new-password"
      />
      <Button type="submit" size="sm" loading={isBusy} disabled={!token || fullName.trim() === '' || isShort}>
        {t('invited.button')}
      </Button>
      <Anchor component="button" type="button" size="sm" onClick={onBack}>
        {t('door.back')}
      </Anchor>
    </form>
  );
}
