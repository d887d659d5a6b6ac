import type { QueueNow } from '#domain/calls/queries.ts';
import type { AgentAtWork } from '#domain/calls/supervision-queries.ts';
import { grantsOf, type RoleName } from '#domain/kernel/capability.ts';
import { expect, test } from 'vitest';
import { agentsOf, queuesOf } from './ours.ts';

// Ids are plain text here.
const queues = ['ours', 'theirs', null].map((teamId) => ({ name: String(teamId), teamId })) as unknown as readonly QueueNow[];
const agents = [
  ['me', 'ours'],
  ['mine', 'ours'],
  ['other', 'theirs'],
  ['both', 'theirs', 'ours'],
].map(([userId, ...teamIds]) => ({ userId, teamIds })) as unknown as readonly AgentAtWork[];
const as = (role: RoleName) => ({ grants: grantsOf(role), teamIds: ['ours'], userId: 'me' }) as unknown as Parameters<typeof queuesOf>[1];

test.each([
  ['agent', ['ours', 'null'], []],
  ['supervisor', ['ours', 'null'], ['mine', 'both']],
  ['teamLead', ['ours', 'null'], ['mine', 'both']],
  ['manager', ['ours', 'theirs', 'null'], ['mine', 'other', 'both']],
] as const)('%s: the queues and agents of their own teams', (role, queueNames, userIds) => {
  expect(queuesOf(queues, as(role)).map(({ name }) => name)).toEqual(queueNames);
  expect(agentsOf(agents, as(role)).map(({ userId }) => userId)).toEqual(userIds);
});
