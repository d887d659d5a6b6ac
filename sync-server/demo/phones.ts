import { idFrom } from '#domain/kernel/context.ts';
import type { EntityName } from '#domain/kernel/names.ts';
import { newRow } from '#domain/kernel/new-row.ts';
import { reserved } from '#domain/people/reserved.ts';
import { entityOf } from '#domain/registry.ts';
import type { NewTenant, TenantRows } from '../people/create-tenant.ts';

const dispositions = [
  ['Solved', 'solved', 'Solved', false, false],
  ['Information given', 'info', 'Solved', false, false],
  ['To be followed up', 'follow-up', 'Open', true, true],
  ['Complaint', 'complaint', 'Open', false, true],
  ['Wrong number', 'wrong', 'No matter', false, false],
  ['Hung up', 'gone', 'No matter', false, false],
] as const;

const reasons = [
  ['Lunch', 'lunch', false, 3600],
  ['Break', 'break', false, 900],
  ['Meeting', 'meeting', true, null],
  ['Training', 'training', true, null],
  ['After-call work', 'after-call', true, 900],
] as const;

const alarms = [
  ['Somebody waits too long', 'longestWait', 'above', 60, 'Ask who is in wrap-up or on a break.'],
  ['Many wait', 'waiting', 'above', 4, 'Move agents to this queue.'],
  ['Callers give up', 'abandonment', 'above', 10, 'Call for more agents, or offer callbacks.'],
  ['Below the service level', 'serviceLevelOfOffered', 'below', 80, 'Move agents to this queue.'],
  ['Nobody is free', 'available', 'below', 1, 'Bring somebody back from a break, or from another queue.'],
] as const;

/** Gives everybody of a new tenant a telephone, and the first team a queue with a number: as `npm run pbx` has them. */
export function phoneRows(tenant: Pick<NewTenant, 'id' | 'members' | 'teams'>, rows: TenantRows, at: string): void {
  let n = 2_000_000;
  const add = (name: EntityName, values: Readonly<Record<string, unknown>>): string => {
    const id = idFrom({ commandId: tenant.id }, n++);
    (rows[name] ??= []).push(newRow(entityOf[name], id, values, { tenantId: tenant.id, userId: reserved.system, at }));
    return id;
  };
  for (const [name, code, category, requiresFollowUp, requiresCaseCreation] of dispositions) add('dispositions', { name, code, category, requiresFollowUp, requiresCaseCreation });
  for (const [name, code, countsAsWork, maxDuration] of reasons) add('agentStateReasons', { name, code, countsAsWork, maxDuration });
  for (const [name, figure, side, threshold, advice] of alarms) add('queueAlarms', { name, figure, side, threshold, advice });
  const [teamName] = tenant.teams;
  const teamId = rows.teams?.find((team) => team['name'] === teamName)?.id ?? null;
  const queueId = add('queues', { name: 'Support', asteriskQueueName: 'support', teamId, ringStrategy: 'roundRobin', wrapUpTime: 30 });
  add('phoneNumbers', { number: '500', label: 'Support', queueId, capabilities: ['voice'] });
  tenant.members.forEach(({ email }, place) => {
    const userId = rows.users?.find((user) => user['email'] === email)?.id;
    const number = String(101 + place);
    add('extensions', { number, userId, sipUser: number });
    if (!rows.teamMembers?.some((member) => member['teamId'] === teamId && member['userId'] === userId)) return;
    // The first of the team takes calls from the start, the others when their shift begins.
    add('queueMembers', rows.queueMembers ? { queueId, userId, state: 'out' } : { queueId, userId, state: 'in', joinedAt: at });
  });
}
