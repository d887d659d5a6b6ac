import type { Bridge, CommandArgs, CommandName, Outcome } from '#domain/bridge.ts';
import { commandOf } from '#domain/registry.ts';
import { useRef, useState } from 'react';
import { newId } from './command-id.ts';
import type { Failure } from './live.ts';
import { useBridge } from './provider.tsx';

/** What a refusal says, with the argument at fault. */
export interface Refused extends Failure {
  readonly field?: string;
}

/** One form's way to send one command, however often its button is pressed. */
export interface Submission<Name extends CommandName> {
  /** `kept` is an id that outlives the form, so that a form found again after a crash sends the same command. */
  readonly submit: (args: CommandArgs<Name>, kept?: string) => Promise<Outcome | null>;
  readonly isBusy: boolean;
  readonly refused: Refused | null;
  readonly reset: () => void;
}

/**
 * Sends a command under one id until it is taken: a second press while it is under way, or after it was taken, does nothing.
 * A refused command wrote nothing, so its successor is a command of its own; one of which nobody knows what became goes again as itself,
 * unless something else is sent now.
 */
export function useSubmission<Name extends CommandName>(name: Name): Submission<Name> {
  const bridge = useBridge();
  const id = useRef<string | null>(null);
  const spent = useRef<string | null>(null);
  const doubtful = useRef<{ readonly id: string; readonly said: string } | null>(null);
  const phase = useRef<'done' | 'ready' | 'sending'>('ready');
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  return {
    isBusy,
    refused,
    reset: () => {
      id.current = null;
      doubtful.current = null;
      phase.current = 'ready';
      setRefused(null);
      setBusy(false);
    },
    submit: async (args, kept) => {
      if (phase.current !== 'ready') return null;
      phase.current = 'sending';
      setBusy(true);
      setRefused(null);
      const said = JSON.stringify(args);
      id.current ??= doubtful.current?.said === said ? doubtful.current.id : kept && kept !== spent.current ? kept : newId();
      const outcome = await run(bridge, name, args, id.current);
      phase.current = outcome.ok ? 'done' : 'ready';
      if (!outcome.ok) {
        spent.current = id.current;
        doubtful.current = outcome.code === 'online.failed' ? { id: id.current, said } : null;
        id.current = null;
        setRefused(outcome);
      }
      setBusy(false);
      return outcome;
    },
  };
}

/** Runs a command where it may run: here at once, or on the hub. */
export function run<Name extends CommandName>(bridge: Bridge, name: Name, args: CommandArgs<Name>, id: string): Promise<Outcome> {
  return commandOf.get(name)?.mode === 'online' ? bridge.device('online.run', { name, args, id }) : bridge.send(name, args, id);
}
