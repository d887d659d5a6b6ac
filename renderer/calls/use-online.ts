import type { CommandArgs, CommandName } from '#domain/bridge.ts';
import { useState } from 'react';
import { newId } from '../bridge/command-id.ts';
import { useBridge } from '../bridge/provider.tsx';
import { run } from '../bridge/use-command.ts';

/** Runs commands as often as they are asked for, and keeps in words why the last was not done. */
export function useOnline() {
  const bridge = useBridge();
  const [refused, setRefused] = useState<string | null>(null);
  const ask = async <Name extends CommandName>(name: Name, args: CommandArgs<Name>): Promise<boolean> => {
    const outcome = await run(bridge, name, args, newId());
    setRefused(outcome.ok ? null : outcome.message);
    return outcome.ok;
  };
  return { ask, refused };
}
