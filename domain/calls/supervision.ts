/** How a supervisor is with a call: only hearing, heard by the agent alone, or heard by both. */
export const monitorModes = ['listen', 'whisper', 'barge'] as const;
export type MonitorMode = (typeof monitorModes)[number];

/** The kind of notice by which an agent asks for help. */
export const helpWanted = 'helpWanted';
