import type { PhoneCredential } from '#domain/sync/wire.ts';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { useBridge } from '../../bridge/provider.tsx';
import { useSession } from '../../bridge/session.tsx';
import { isLive } from '../../softphone/machine/state.ts';
import { noPreferences } from '../../softphone/media/device-choice.ts';
import { PhoneProvider } from '../../softphone/parts/phone-provider.tsx';
import { openSharedPhone, type SharedPhone } from '../../softphone/shared-phone.ts';
import { DialProvider } from '../../ui/dialling.tsx';
import { sendJournal } from './journal-sender.ts';
import { pbxServices } from './pbx-services.ts';
import { readDial } from './read-dial.ts';
import { sendTransfers } from './transfer-sender.ts';

/** What a desk has of a telephone: one that is set up, or why there is none. */
export type DeskPhone = { readonly kind: 'none'; readonly code: string; readonly message: string } | { readonly kind: 'set'; readonly pbx: string; readonly country: string };

const nothingYet: DeskPhone = { kind: 'none', code: 'phone.asking', message: '' };
const DeskPhoneContext = createContext<DeskPhone>(nothingYet);
export const useDeskPhone = (): DeskPhone => use(DeskPhoneContext);

const askAgainAfter = 15_000;
const touchEvery = 60_000;
const reloadedFor = 'holdfast-reached';

/** Sets up the agent's telephone as soon as the hub names a PBX; until then everything else works without one. A window that is `isAlone` takes it to itself. */
export function PhoneHost({ isAlone = false, children }: { readonly isAlone?: boolean; readonly children: ReactNode }) {
  const bridge = useBridge();
  const { tenantId, userId, deviceId } = useSession();
  const [given, setGiven] = useState<{ readonly phone: SharedPhone; readonly pbx: string; readonly country: string } | null>(null);
  const [none, setNone] = useState<DeskPhone>(nothingYet);

  useEffect(() => {
    let isShown = true;
    let timer: ReturnType<typeof setTimeout>;
    let awake: ReturnType<typeof setInterval>;
    let phone: SharedPhone | null = null;
    const credentials = async (): Promise<PhoneCredential> => {
      const outcome = await bridge.device('phone.credential', {});
      if (!outcome.ok) throw new Error(outcome.message);
      return outcome.credential;
    };
    const setUp = async ({ name: pbx, country }: Pick<PhoneCredential, 'country' | 'name'>) => {
      // A seventh of the page is its telephone, which a desk without a PBX never needs.
      const { createPhone } = await import('../../softphone/create-phone.ts');
      if (!isShown) return;
      const opened = openSharedPhone({
        name: `${tenantId}/${userId}`,
        services: pbxServices,
        create: () =>
          createPhone({
            // The phone asks for its credentials each time, and so the page keeps none.
            credentials: async () => asCredentials(await credentials()),
            device: deviceId,
            services: pbxServices,
            preferences: noPreferences,
            onFault,
          }),
      });
      phone = opened;
      // Before anything else listens: the journal is written before a call is heard.
      opened.subscribe((after, before) => {
        if (!opened.isOwner()) return;
        sendJournal(bridge, before, after, { pbx, country });
        sendTransfers(bridge, before, after, { pbx, country }).catch(onFault);
      });
      opened.start();
      if (isAlone) void opened.claim();
      // Somebody who listens does not touch the desk: it stays open as long as a call is up.
      awake = setInterval(() => {
        if (opened.state().lines.some(isLive)) void bridge.device('session.touch', {});
      }, touchEvery);
      setGiven({ phone: opened, pbx, country });
    };
    const ask = async () => {
      const outcome = await bridge.device('phone.credential', {});
      if (!isShown) return;
      if (outcome.ok) return setUp(outcome.credential).catch(askAgain);
      setNone({ kind: 'none', code: outcome.code, message: outcome.message });
      askAgain();
    };
    const askAgain = () => {
      timer = setTimeout(() => void ask(), askAgainAfter);
    };
    void ask();
    return () => {
      isShown = false;
      clearTimeout(timer);
      clearInterval(awake);
      phone?.close();
    };
  }, [bridge, tenantId, userId, deviceId, isAlone]);
  useReachable();

  if (!given)
    return (
      <DeskPhoneContext value={none}>
        <DialProvider dial={null}>{children}</DialProvider>
      </DeskPhoneContext>
    );
  const { phone, pbx, country } = given;
  return (
    <DeskPhoneContext value={{ kind: 'set', pbx, country }}>
      <PhoneProvider phone={phone} country={country}>
        <DialProvider dial={(number, subject) => readDial(phone, number, country, subject)}>{children}</DialProvider>
      </PhoneProvider>
    </DeskPhoneContext>
  );
}

/** The name alone: what a fault says may hold a secret. */
const onFault = (error: unknown): void => console.warn('telephone:', error instanceof Error ? error.name : 'a fault');

const asCredentials = ({ uri, user, secret, wsUrl, iceServers }: PhoneCredential) => ({
  uri,
  user,
  secret,
  wsUrl,
  iceServers: iceServers.map(({ urls, username, credential }) => ({ urls, ...(username ? { username } : {}), ...(credential ? { credential } : {}) })),
});

/** A page that was loaded before the PBX was known may not connect to it: it is loaded once more. */
function useReachable(): void {
  useEffect(() => {
    const blocked = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
      if (effectiveDirective !== 'connect-src' || !/^wss?:/.test(blockedURI) || sessionStorage.getItem(reloadedFor) === blockedURI) return;
      sessionStorage.setItem(reloadedFor, blockedURI);
      window.location.reload();
    };
    document.addEventListener('securitypolicyviolation', blocked);
    return () => document.removeEventListener('securitypolicyviolation', blocked);
  }, []);
}
