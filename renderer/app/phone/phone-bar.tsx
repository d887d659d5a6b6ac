import type { LineCall } from '#domain/calls/queries.ts';
import { Button } from '@mantine/core';
import { IconPhoneOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { newId } from '../../bridge/command-id.ts';
import { useBridge } from '../../bridge/provider.tsx';
import { useQuery } from '../../bridge/use-query.ts';
import { Conference } from '../../calls/conference.tsx';
import { HelpButton, HelpWanted } from '../../calls/help.tsx';
import { LinePanel } from '../../calls/line-panel.tsx';
import { MonitorPanel } from '../../calls/monitor-panel.tsx';
import { StateControl } from '../../calls/state-control.tsx';
import { WrapUp } from '../../calls/wrap-up.tsx';
import { isLive, type Line } from '../../softphone/machine/state.ts';
import { e164Of } from '../../softphone/number.ts';
import { CallBar } from '../../softphone/parts/call-bar.tsx';
import { useCountry, usePhone, usePhoneState } from '../../softphone/parts/phone-provider.tsx';
import { t } from '../../ui/text.ts';
import styles from './phone-bar.module.css';
import { UseDevices } from './phone-devices.tsx';
import { UseHeadset } from './phone-headset.tsx';
import { useDeskPhone } from './phone-host.tsx';

/** The telephone over the screens: calls, what they are about, what is left to do after them, and my state. */
export function PhoneBar() {
  const phone = useDeskPhone();
  return (
    <>
      <HelpWanted />
      {phone.kind === 'set' && <LiveBar pbx={phone.pbx} />}
      {phone.kind === 'none' && phone.message !== '' && <NoPhone message={phone.message} />}
    </>
  );
}

function NoPhone({ message }: { readonly message: string }) {
  return (
    <p className={styles['none']} role="status">
      <IconPhoneOff size={14} aria-hidden /> {t('phone.none')}: {message}
    </p>
  );
}

function LiveBar({ pbx }: { readonly pbx: string }) {
  const phone = usePhone();
  const lines = usePhoneState((state) => state.lines);
  const focus = usePhoneState((state) => state.focus);
  const country = useCountry();
  const open = useOpenWrapUps(lines);
  const first = lines.find((line) => line.id === focus && isLive(line)) ?? lines.find(isLive);
  const busy = lines.some(({ phase }) => phase === 'active') ? 'onCall' : lines.some(({ phase }) => phase === 'ringing') ? 'ringing' : null;
  const about = (line: Line) => {
    if (!isLive(line)) return null;
    if (line.pbx.monitor) return <MonitorPanel pbx={pbx} {...line.pbx.monitor} />;
    if (line.others.length > 0 && line.sipCallId !== null)
      return <Conference pbx={pbx} sipCallId={line.sipCallId} parties={line.others} onDropped={(number) => phone.send({ kind: 'dropped', line: line.id, number })} />;
    return (
      <LinePanel
        line={{
          pbx,
          sipCallId: line.sipCallId,
          linkedId: line.pbx.linkedId,
          number: line.party.number,
          e164: e164Of(line.party.number, country),
          name: line.party.name,
          isAnswered: line.answeredAt !== null,
          isFirst: line.id === first?.id,
        }}
      />
    );
  };
  return (
    <CallBar about={about}>
      <UseDevices />
      <UseHeadset />
      <BeginDay />
      <WrapUps open={open} />
      <HelpButton call={first && !first.pbx.monitor ? { pbx, sipCallId: first.sipCallId, linkedId: first.pbx.linkedId } : null} />
      <StateControl busy={busy} isOutcomeDue={open.some((call) => call.isOutcomeDue)} />
    </CallBar>
  );
}

/** Whoever has never said what they do is available as soon as their telephone is; after that it is theirs to say. */
function BeginDay() {
  const bridge = useBridge();
  const isReady = usePhoneState(({ link }) => link.kind === 'ready');
  const own = useQuery('telephony.own', {}).data;
  const isNew = own !== undefined && own.state === null;
  useEffect(() => {
    if (isReady && isNew) void bridge.send('agentStates.set', { state: 'available' }, newId());
  }, [bridge, isReady, isNew]);
  return null;
}

const lookBack = 4 * 3_600_000;

/** Calls without an outcome, the newest first; those that are still on a line are not over. */
function useOpenWrapUps(lines: readonly Line[]): readonly LineCall[] {
  const [since] = useState(() => new Date(Date.now() - lookBack).toISOString());
  const calls = useQuery('calls.toWrapUp', { since }).data ?? [];
  const isOnLine = ({ callId, linkedId }: { readonly callId: string | null; readonly linkedId: string | null }) =>
    lines.some((line) => isLive(line) && ((line.sipCallId !== null && line.sipCallId === callId) || (line.pbx.linkedId !== null && line.pbx.linkedId === linkedId)));
  return calls.filter((call) => !isOnLine(call));
}

function WrapUps({ open }: { readonly open: readonly LineCall[] }) {
  const [later, setLater] = useState<readonly string[]>([]);
  const [first] = open.filter(({ id, isOutcomeDue }) => isOutcomeDue || !later.includes(id));
  return (
    <>
      {first && <WrapUp key={first.id} call={first} onLater={() => setLater([...later, first.id])} />}
      {!first && open.length > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => setLater([])}>
          {t('wrapUp.open', { n: open.length })}
        </Button>
      )}
    </>
  );
}
