import type { CommandArgs, CommandName } from '#domain/bridge.ts';
import type { DeskStatus, Session } from '#domain/desk/queries.ts';
import { grantsOf, platformGrantsOf } from '#domain/kernel/capability.ts';
import type { Context } from '#domain/kernel/context.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { execute } from '#domain/kernel/execute.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { mayActOn } from '#domain/kernel/permission.ts';
import { gather, type Need } from '#domain/kernel/rows.ts';
import { commandOf, ledger } from '#domain/registry.ts';
import { createContext, use, type ReactNode } from 'react';
import { t } from '../ui/text.ts';
import { newId } from './command-id.ts';

interface Known {
  readonly session: Session;
  readonly status: DeskStatus;
}
const SessionContext = createContext<Known | null>(null);

/** Tells every screen behind the lock who works here and how the desk stands. */
export function SessionProvider({ session, status, children }: Known & { readonly children: ReactNode }) {
  return <SessionContext value={{ session, status }}>{children}</SessionContext>;
}

function useKnown(): Known {
  const known = use(SessionContext);
  if (!known) throw new Error('A screen that needs a session is shown without one');
  return known;
}

export const useSession = (): Session => useKnown().session;
export const useStatus = (): DeskStatus => useKnown().status;

/** Why a command cannot be run on a row now: by state, by role, or for want of a line. */
export interface Bar {
  /** `nothing`: it may be run, but would change nothing. */
  readonly kind: 'hub' | 'nothing' | 'role' | 'state';
  readonly message: string | null;
  /** Even somebody who may do it would change nothing. */
  readonly isIdle?: boolean;
}

/** Runs a command on the rows at hand without writing anything, to learn from the declaration itself whether it may be offered. */
export function useTrial(): <Name extends CommandName>(name: Name, args: CommandArgs<Name>, rows: readonly { readonly id: string }[]) => Bar | null {
  const { session, status } = useKnown();
  return (name, args, given) => {
    const rows = given.map((row): AnyRow => ({ ...row }));
    const command = commandOf.get(name);
    if (!command) return { kind: 'state', message: name };
    if (command.mode === 'online' && status.hub.state !== 'online') return { kind: 'hub', message: t('bar.hub') };
    const context: Context = { ...session, commandId: newId(), at: new Date().toISOString(), drawn: {} };
    const parsed = command.args.safeParse(args);
    if (!parsed.success) return null;
    const find = (need: Need) => ({ need, rows: rows.filter((row) => Object.entries(need.where).every(([key, value]) => row[key] === value)) });
    // What the state forbids is forbidden to everybody, and is the better answer where the role forbids it too.
    const asAnybody = attempt({ ...context, grants: grantsOf('owner') });
    if (asAnybody?.kind === 'state') return asAnybody;
    const bar = attempt(context);
    return bar && asAnybody?.kind === 'nothing' ? { ...bar, isIdle: true } : bar;

    function attempt(who: Context): Bar | null {
      if (!command) return null;
      try {
        const writes = execute(command, parsed.data, gather(command, parsed.data, who, find), who, ledger);
        return writes.length === 0 ? { kind: 'nothing', message: null } : null;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.code === 'auth.denied' || error.code === 'role.system') return { kind: 'role', message: error.message };
        return error.code === 'state.forbidden' ? { kind: 'state', message: error.message } : null;
      }
    }
  };
}

/** Whether a capability is held at all, for things that have no row yet. */
export function useHolds(): (name: CommandName) => Bar | null {
  const { session } = useKnown();
  return (name) => {
    const command = commandOf.get(name);
    if (!command || command.capability === 'self') return null;
    const { capability, platform } = command;
    if (platform ? session.platformRoles.some((role) => platformGrantsOf(role).has(capability)) : mayActOn(session, capability, null)) return null;
    return { kind: 'role', message: t('bar.role', { title: command.title }) };
  };
}
