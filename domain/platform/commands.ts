import { Recording } from '#domain/calls/recording.ts';
import { Document } from '#domain/documents/document.ts';
import { OutboxEvent } from '#domain/engagements/outbox-event.ts';
import { command, insert, update, type Change } from '#domain/kernel/command.ts';
import { idFrom, type Context } from '#domain/kernel/context.ts';
import { Refusal } from '#domain/kernel/failure.ts';
import { entityNames, type Id } from '#domain/kernel/names.ts';
import { toWrite } from '#domain/kernel/rows.ts';
import type { Registry } from '#domain/kernel/standard.ts';
import { RetentionPolicy } from '#domain/platform/retention-policy.ts';
import { keptForGood } from '#domain/platform/rules.ts';
import * as z from 'zod';

const months = z.int().min(0).max(1200).nullish();
const held = { documents: Document, recordings: Recording } as const;

/** Asks the hub for work that no command waits for; whoever asked is the one it is done for. */
const ask = (topic: string, payload: Readonly<Record<string, unknown>>, context: Context): Change =>
  insert(OutboxEvent, idFrom(context, 0), { topic, subjectType: 'memberships', subjectId: context.userId as Id, payload, dedupeKey: `${topic}:${context.commandId}` });

/** The commands of keeping and letting go. */
export const platformCommands = ({ entityOf }: Registry) => ({
  /** Says how long rows of a kind stay on desks and how long on the hub; what is not given stays as the product declares it. */
  setRetention: command('retention.set', {
    title: 'Set how long records are kept',
    args: z.strictObject({
      entityType: z.enum(entityNames),
      hotMonths: months,
      archiveMonths: months,
      purgeMonths: months,
      legalBasis: z.string().trim().max(255).nullish(),
      isActive: z.boolean().default(true),
    }),
    mode: 'online',
    capability: 'retention.manage',
    needs: ({ entityType }) => [toWrite(RetentionPolicy, { entityType })],
    run: ({ args, rows, context }) => {
      const { entityType, hotMonths = null, archiveMonths = null, purgeMonths = null, legalBasis = null, isActive } = args;
      const entity = entityOf(entityType);
      const word = entity.plural.toLowerCase();
      if (entity.global) throw new Refusal('field.invalid', 'entityType', `${entity.plural} belong to no tenant; the platform keeps them.`);
      if (purgeMonths !== null && keptForGood(entity)) throw new Refusal('field.invalid', 'purgeMonths', `${entity.plural} are kept for good.`);
      const inUse = Math.max(hotMonths ?? 0, archiveMonths ?? 0);
      if (purgeMonths !== null && purgeMonths < Math.max(1, inUse))
        throw new Refusal('field.invalid', 'purgeMonths', `Keep ${word} at least as long as they are in use, and a month.`);
      const values = { hotMonths, archiveMonths, purgeMonths, legalBasis, isActive };
      const [known] = rows.find(RetentionPolicy, { entityType });
      return [known ? update(RetentionPolicy, known.id, values) : insert(RetentionPolicy, idFrom(context, 0), { entityType, ...values })];
    },
  }),
  /** Carries the retention out now rather than tonight. */
  runRetention: command('retention.run', {
    title: 'Carry the retention out now',
    args: z.strictObject({}),
    mode: 'online',
    capability: 'retention.manage',
    needs: () => [],
    run: ({ context }) => [ask('retention.run', {}, context)],
  }),
  /** Keeps a record from every deletion, or lets it go again. */
  setLegalHold: command('legalHold.set', {
    title: 'Set a legal hold',
    args: z.strictObject({ subject: z.strictObject({ type: z.enum(['documents', 'recordings']), id: z.uuid() }), on: z.boolean() }),
    mode: 'online',
    capability: 'retention.manage',
    needs: ({ subject }) => [toWrite(held[subject.type], { id: subject.id })],
    on: ({ args: { subject }, rows }) => [rows.get(held[subject.type], subject.id)],
    run: ({ args: { subject, on }, rows }) => [update(held[subject.type], rows.get(held[subject.type], subject.id).id as never, { legalHold: on } as never)],
  }),
  /** Asks for a file of the audit trail, each row with its place in the chain. */
  exportAudit: command('audit.export', {
    title: 'Export the audit trail',
    args: z.strictObject({
      from: z.iso.datetime({ precision: 3 }).optional(),
      to: z.iso.datetime({ precision: 3 }).optional(),
      subjectType: z.enum(entityNames).optional(),
      actorId: z.uuid().optional(),
    }),
    mode: 'online',
    capability: 'audit.view',
    needs: () => [],
    run: ({ args, context }) => {
      if (args.from && args.to && args.from >= args.to) throw new Refusal('field.invalid', 'to', 'The end comes after the beginning.');
      return [ask('audit.export', { filter: Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)) }, context)];
    },
  }),
});
