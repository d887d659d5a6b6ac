import { VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useStatus } from '../bridge/session.tsx';
import { ofCode, t, tn } from '../ui/text.ts';

/** Reads out what nobody may miss: work that was refused, and the line going or coming. */
export function Announcer() {
  const { review, hub } = useStatus();
  const [before, setBefore] = useState({ review, hub: hub.state });
  const [words, setWords] = useState('');
  if (before.review !== review || before.hub !== hub.state) {
    setBefore({ review, hub: hub.state });
    if (review > before.review) setWords(t('announce.review', { what: tn('status.review', review) }));
    else if (hub.state !== before.hub) setWords(ofCode('hub', hub.state, hub.state));
  }
  return (
    <VisuallyHidden>
      <div role="status" aria-live="assertive">
        {words}
      </div>
    </VisuallyHidden>
  );
}
