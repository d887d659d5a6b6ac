export { Queue } from './queue.ts';
export { QueueMember } from './queue-member.ts';
export { Trunk } from './trunk.ts';
export { PhoneNumber } from './phone-number.ts';
export { Extension } from './extension.ts';
export { Disposition } from './disposition.ts';
export { AgentStateReason } from './agent-state-reason.ts';
export { AgentState } from './agent-state.ts';
