import { allCommands } from '#domain/registry.ts';
import type { AnyCommand } from '#domain/kernel/command.ts';
import * as z from 'zod';
import { parse } from '../http/body.ts';
import type { Operation } from './operation.ts';
import { argsOf } from './resource.ts';
import { runCommand } from './write.ts';

const sentCommand = z.strictObject({
  /** The idempotency key, where the header does not say it. */
  id: z.uuid().optional(),
  args: z.record(z.string(), z.unknown()).default({}),
  /** The values that the editor saw. */
  base: z.record(z.string(), z.unknown()).optional(),
});

const written = {
  type: 'object',
  required: ['id', 'rows', 'hidden'],
  properties: {
    id: { type: 'string', format: 'uuid' },
    rows: { type: 'array', items: { type: 'object', required: ['entity', 'row'], properties: { entity: { type: 'string' }, row: { type: 'object' } } } },
    hidden: { type: 'array', items: { type: 'object', required: ['entity', 'id'], properties: { entity: { type: 'string' }, id: { type: 'string' } } } },
    notice: { type: 'object' },
  },
};

const operationOf = (command: AnyCommand): Operation => ({
  method: 'POST',
  path: `/commands/${command.name}`,
  id: `command_${command.name.replace('.', '_')}`,
  tag: 'commands',
  summary: command.title,
  writes: true,
  body: z.strictObject({ ...sentCommand.shape, args: command.args }),
  answer: { status: 200, schema: written },
  handle: async ({ caller, origin, headers, body }, services) => {
    const { id, args, base } = parse(sentCommand, body ?? {});
    const all = base !== undefined && argsOf(command)['base'] ? { ...args, base } : args;
    return { status: 200, body: await runCommand(services, command.name, all, { caller, origin, key: headers.key ?? id, version: null }) };
  },
});

/** Every command under its name. */
export const commandOperations: readonly Operation[] = allCommands.map(operationOf);
