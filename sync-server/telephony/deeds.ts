import type { dropParty, monitorCall } from '#domain/calls/supervision-commands.ts';
import type { Context } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import type * as z from 'zod';
import type { Beyond } from '../commands/decide.ts';
import type { Transaction } from '../db/transaction.ts';
import type { Connector } from './connector.ts';
import type { PbxLine } from './line/line.ts';

interface Deps {
  readonly line: Pick<PbxLine, 'connectorOf'>;
}

interface CallThere {
  readonly linkedId: string;
  /** The extension of whoever took the call. */
  readonly agent: string;
  /** The extension of whoever asks. */
  readonly own: string;
}
type Deed = (connector: Connector, call: CallThere, args: never) => Promise<boolean>;
type ArgsOf<Command extends { readonly args: z.ZodType }> = z.output<Command['args']>;

const deeds: Readonly<Record<string, Deed>> = {
  'calls.monitor': (connector, { linkedId, agent, own }, { mode }: ArgsOf<typeof monitorCall>) => connector.monitor({ supervisor: own, agent, mode, linkedId }),
  'calls.disconnect': (connector, { linkedId }) => connector.disconnect(linkedId),
  'calls.dropParty': (connector, { linkedId, own }, { number }: ArgsOf<typeof dropParty>) => connector.drop(linkedId, own, number),
};

/** Does at the PBX what a command says, before it counts as done; whatever the PBX cannot do is refused. */
export function withPbx(beyond: Beyond, { line }: Deps): Beyond {
  return {
    ...beyond,
    perform: async (command, args, context, tx) => {
      const deed = deeds[command.name];
      if (!deed) return beyond.perform(command, args, context, tx);
      const connector = line.connectorOf(context.tenantId);
      if (!connector?.state().isUp) throw new Refusal('phone.noPbx', 'id', 'The hub has no line to the PBX just now.');
      const call = await callOf(tx, context, (args as { readonly id: string }).id);
      if (call.own === '') throw new Refusal('phone.noExtension', 'userId', 'You have no extension. An administrator gives you one.');
      if (!(await deed(connector, call, args as never))) throw new Refusal('call.notThere', 'id', 'The PBX has no such call any more, or nobody of that number is in it.');
      return null;
    },
  };
}

// In the command's own transaction: one that waited for a second connection while it holds one could wait for ever.
async function callOf(tx: Transaction, { tenantId, userId }: Context, id: string): Promise<CallThere> {
  const { rows } = await tx.query<{ linked_id: string | null; agent: string | null; own: string | null }>(
    `SELECT c.linked_id, (${extensionOf('c.agent_id')}) AS agent, (${extensionOf('$3')}) AS own FROM calls c WHERE c.tenant_id = $1 AND c.id = $2`,
    [tenantId, id, userId],
  );
  const [found] = rows;
  return { linkedId: found?.linked_id ?? '', agent: found?.agent ?? '', own: found?.own ?? '' };
}

const extensionOf = (user: string) => `SELECT min(number) FROM extensions WHERE tenant_id = $1 AND user_id = ${user} AND is_active AND deleted_at IS NULL`;
