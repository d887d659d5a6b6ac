import type { DeviceCalls } from '#domain/bridge.ts';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useEffect, useState, type FormEvent } from 'react';
import { useBridge } from '../bridge/provider.tsx';
import { useStatus } from '../bridge/session.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Banner } from '../ui/banner.tsx';
import { inFull } from '../ui/format.ts';
import { QrCode } from '../ui/qr-code.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { ofCode, t, tn } from '../ui/text.ts';
import styles from './access.module.css';

type Factor = DeviceCalls['factors.list']['result']['factors'][number];
type Begun = DeviceCalls['factors.enrol']['result'];
type Step = { readonly kind: 'adding' | 'none' | 'removing' } | { readonly kind: 'proving'; readonly begun: Begun } | { readonly kind: 'codes'; readonly codes: readonly string[] };
interface Wrong {
  readonly message: string;
  readonly field?: string;
}

const none: Step = { kind: 'none' };

/** The second factor of whoever works here: an authenticator app, and the codes for when it is lost. */
export function SecondFactor() {
  const bridge = useBridge();
  const { hub } = useStatus();
  const [factors, setFactors] = useState<readonly Factor[] | null>(null);
  const [step, setStep] = useState<Step>(none);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [turn, setTurn] = useState(0);
  const isOnline = hub.state === 'online';

  useEffect(() => {
    if (!isOnline) return;
    let isHere = true;
    void bridge.device('factors.list', {}).then((outcome) => {
      if (!isHere) return;
      if (outcome.ok) setFactors(outcome.factors);
      else setWrong(outcome);
    });
    return () => {
      isHere = false;
    };
  }, [bridge, isOnline, turn]);

  /** Carries out one step at the hub; what it refuses stays where it was typed. */
  const attempt = async <Call extends 'factors.confirm' | 'factors.enrol' | 'factors.remove'>(
    call: Call,
    args: DeviceCalls[Call]['args'],
    then: (result: DeviceCalls[Call]['result']) => Step,
  ) => {
    setBusy(true);
    setWrong(null);
    const outcome = await bridge.device(call, args);
    setBusy(false);
    if (!outcome.ok) return setWrong({ ...outcome, message: outcome.field ? outcome.message : ofCode('code', outcome.code, outcome.message) });
    // The result of the call is what is left of a good outcome.
    setStep(then(outcome as DeviceCalls[Call]['result']));
    setTurn(turn + 1);
  };

  const apps = factors?.filter(({ kind }) => kind === 'totp') ?? [];
  const codes = factors?.filter(({ kind }) => kind === 'recoveryCode').length ?? 0;
  const offline = isOnline ? null : t('bar.hub');
  return (
    <section className={styles['part']} aria-label={t('factor.title')}>
      <div className={styles['line']}>
        {apps.length > 0 ? <IconShieldCheck size={18} aria-hidden /> : <IconShieldOff size={18} aria-hidden />}
        <div>
          <strong>{apps.length > 0 ? t('factor.on') : t('factor.off')}</strong>
          <span className={styles['dim']}>{apps.length > 0 ? tn('factor.codes', codes) : t('factor.hint')}</span>
        </div>
        {step.kind === 'none' && (
          <>
            <ActionButton reason={offline} onClick={() => setStep({ kind: 'adding' })}>
              {t('factor.add')}
            </ActionButton>
            {apps.length > 0 && (
              <ActionButton color="red" reason={offline} onClick={() => setStep({ kind: 'removing' })}>
                {t('factor.remove')}
              </ActionButton>
            )}
          </>
        )}
      </div>
      {apps.map(({ id, label, confirmedAt }) => (
        <span key={id} className={styles['dim']}>
          {label} · {confirmedAt && t('factor.since', { at: inFull(confirmedAt) })}
        </span>
      ))}
      {wrong && !wrong.field && (
        <Banner tone="bad" icon={IconAlertTriangle}>
          {wrong.message}
        </Banner>
      )}
      {step.kind === 'adding' && (
        <Ask
          isBusy={isBusy}
          wrong={wrong}
          hasLabel
          button={t('factor.next')}
          onCancel={() => setStep(none)}
          onSend={({ password, label }) => void attempt('factors.enrol', { password, label }, (begun) => ({ kind: 'proving', begun }))}
        />
      )}
      {step.kind === 'proving' && (
        <Prove
          begun={step.begun}
          isBusy={isBusy}
          wrong={wrong}
          onCancel={() => setStep(none)}
          onSend={(code) => void attempt('factors.confirm', { id: step.begun.id, code }, ({ recoveryCodes }) => ({ kind: 'codes', codes: recoveryCodes }))}
        />
      )}
      {step.kind === 'codes' && (
        <>
          <ShownOnce label={t('factor.codesLabel')} secret={step.codes.join('\n')}>
            {t('factor.codesOnce')}
          </ShownOnce>
          <div className={styles['buttons']}>
            <Button onClick={() => setStep(none)}>{t('factor.kept')}</Button>
          </div>
        </>
      )}
      {step.kind === 'removing' && (
        <Ask
          isBusy={isBusy}
          wrong={wrong}
          button={t('factor.remove')}
          onCancel={() => setStep(none)}
          onSend={({ password }) => void attempt('factors.remove', { password }, () => none)}
        />
      )}
    </section>
  );
}

interface AskProps {
  readonly isBusy: boolean;
  readonly wrong: Wrong | null;
  readonly hasLabel?: boolean;
  readonly button: string;
  readonly onSend: (answers: { readonly password: string; readonly label: string }) => void;
  readonly onCancel: () => void;
}

function Ask({ isBusy, wrong, hasLabel = false, button, onSend, onCancel }: AskProps) {
  const [password, setPassword] = useState('');
  const [label, setLabel] = useState(t('factor.usualLabel'));
  const press = (event: FormEvent) => {
    event.preventDefault();
    onSend({ password, label });
  };
  const errorOf = (field: string) => (wrong?.field === field ? wrong.message : null);
  return (
    <form className={styles['form']} onSubmit={press} noValidate>
      <PasswordInput
        label={t('door.password')}
        description={t('factor.passwordHint')}
        visibilityToggleButtonProps={{ 'aria-label': t('door.show') }}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        autoFocus
        error={errorOf('password')}
      />
      {hasLabel && (
        <TextInput label={t('factor.label')} description={t('factor.labelHint')} value={label} onChange={(event) => setLabel(event.currentTarget.value)} error={errorOf('label')} />
      )}
      <div className={styles['buttons']}>
        <Button type="submit" loading={isBusy} disabled={password === '' || label.trim() === ''}>
          {button}
        </Button>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          {t('dialog.cancel')}
        </Button>
      </div>
    </form>
  );
}

interface ProveProps {
  readonly begun: Begun;
  readonly isBusy: boolean;
  readonly wrong: Wrong | null;
  readonly onSend: (code: string) => void;
  readonly onCancel: () => void;
}

function Prove({ begun: { uri, secret }, isBusy, wrong, onSend, onCancel }: ProveProps) {
  const [code, setCode] = useState('');
  const press = (event: FormEvent) => {
    event.preventDefault();
    onSend(code);
  };
  return (
    <div className={styles['enrol']}>
      <QrCode text={uri} label={t('factor.qr')} />
      <form className={styles['form']} onSubmit={press} noValidate>
        <p>{t('factor.scan')}</p>
        <p>
          {t('factor.byHand')} <span className={styles['secret']}>{secret}</span>
        </p>
        <TextInput
          label={t('factor.code')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
          error={wrong?.field === 'code' ? wrong.message : null}
        />
        <div className={styles['buttons']}>
          <Button type="submit" loading={isBusy} disabled={code.trim().length < 6}>
            {t('factor.confirm')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onCancel}>
            {t('dialog.cancel')}
          </Button>
        </div>
      </form>
    </div>
  );
}
