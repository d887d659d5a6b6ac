import { useEffect } from 'react';
import { useBridge } from '../../bridge/provider.tsx';
import { usePhoneState } from '../../softphone/parts/phone-provider.tsx';
import { PhoneHost, useDeskPhone } from './phone-host.tsx';

/** The address of a window that nobody sees and that holds the telephone for all others: none of theirs takes a call with it. */
export const phoneAlonePath = '#/phone';

/** The telephone without a screen. */
export function PhoneAlone() {
  return (
    <PhoneHost isAlone>
      <Alone />
    </PhoneHost>
  );
}

function Alone() {
  return useDeskPhone().kind === 'set' ? <Caller /> : null;
}

/** Has a window shown when it rings: every one may have been closed. */
function Caller() {
  const bridge = useBridge();
  const isRinging = usePhoneState(({ lines }) => lines.some(({ phase }) => phase === 'ringing'));
  useEffect(() => {
    if (isRinging) void bridge.device('window.open', { path: '/' });
  }, [bridge, isRinging]);
  return null;
}
