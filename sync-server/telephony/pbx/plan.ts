/** An agent's telephone at the PBX. */
export interface PbxAgent {
  readonly extension: string;
  readonly secret: string;
  readonly name?: string;
  /** Where a plain SIP telephone stands, such as `127.3.0.1:5060`, or that it `registers` from where it is; without it the agent's desk registers over WebSocket. */
  readonly deskPhone?: string;
}

/** A queue at the PBX; callers reach it by its number. */
export interface PbxQueue {
  readonly name: string;
  readonly number: string;
  readonly members: readonly string[];
  readonly strategy?: 'ringall' | 'leastrecent' | 'fewestcalls' | 'random' | 'rrmemory' | 'linear';
  /** Seconds that one agent rings. */
  readonly ringSeconds?: number;
  /** Seconds that a caller waits at most. */
  readonly maxWait?: number;
}

/** Where Asterisk reads endpoints, queues and members: a role that sees the views made for it and nothing else. */
export interface PbxDatabase {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** Ports of an instance; the media ports are shared by all instances of a computer. */
export interface PbxPorts {
  readonly http: number;
  readonly ami: number;
  readonly sip: number;
}

/** Everything that an instance of Asterisk is made from. */
export interface PbxPlan {
  readonly folder: string;
  readonly programs: { readonly modules: string; readonly data: string };
  readonly ports: PbxPorts;
  /** Where it speaks SIP, other than at 127.0.0.1. */
  readonly host?: string;
  readonly agents: readonly PbxAgent[];
  readonly queues: readonly PbxQueue[];
  /** The connector's account; the same name and secret read recordings over HTTP. */
  readonly ami: { readonly user: string; readonly secret: string };
  /** The net that simulated callers and carriers call from, such as `127.2.0.0/16`; the desks are never in it. */
  readonly carrier: string;
  readonly database?: PbxDatabase;
  /** Whether callers of the queues above hear that they are recorded; of queues in the database the tenant's setting says so. */
  readonly announces?: boolean;
  /** What they hear, as Asterisk names sounds; without it a tone and Asterisk's own words. */
  readonly announcement?: string;
}

/** By which name the dial plan tells the history in which state a telephone's channel ended. */
export const overEvent = 'over';

/** What agents and callers dial beside extensions and queues. */
export const services = {
  echo: '600',
  tone: '601',
  digits: '602',
  busy: '603',
  earlyTone: '604',
  silence: '605',
  voicemail: '*98',
  room: '800',
  pickup: '*8',
  parkingFrom: 701,
  parkingTo: 720,
} as const;

/** Whether a number is a place where calls are parked, or a room in which they meet. */
export function isShared(number: string): boolean {
  const slot = Number(number.replace(/^\*/, ''));
  return (number.startsWith(services.room) && number !== services.room) || (slot >= services.parkingFrom - 1 && slot <= services.parkingTo);
}
