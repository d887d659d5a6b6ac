import type { CommandArgs, CommandName, Outcome } from '#domain/bridge.ts';
import type * as z from 'zod';
import { newId } from './command-id.ts';
import { useSubmission, type Submission } from './use-command.ts';
import { useDraft, type DraftOf } from './use-draft.ts';

/** What a draft keeps beside its text: the id of the one command that it becomes, also after a crash. */
interface Kept {
  readonly commandId?: string | undefined;
}

/** A command whose arguments are written over time. */
export interface DraftedCommand<Name extends CommandName, Value> extends Pick<Submission<Name>, 'isBusy' | 'refused' | 'reset'> {
  readonly draft: DraftOf<Value>;
  readonly change: (patch: Partial<Value>) => void;
  /** Sends it once, however often it is pressed; the draft goes when it was taken, and null says that it was not. */
  readonly send: (args: CommandArgs<Name>) => Promise<Extract<Outcome, { readonly ok: true }> | null>;
}

/** Keeps what is written for a command under a key until the command is taken. */
export function useDraftedCommand<Name extends CommandName, Value extends Kept>(name: Name, key: string, schema: z.ZodType<Value>, empty: Value): DraftedCommand<Name, Value> {
  const draft = useDraft(key, schema, empty);
  const { submit, isBusy, refused, reset } = useSubmission(name);
  return {
    draft,
    isBusy,
    refused,
    reset,
    change: (patch) => draft.set({ commandId: newId(), ...draft.value, ...patch }),
    send: async (args) => {
      const outcome = await submit(args, draft.value.commandId);
      if (!outcome?.ok) return null;
      draft.clear();
      return outcome;
    },
  };
}
