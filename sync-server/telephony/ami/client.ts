import * as net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../engine/log.ts';
import { actionText, type AmiFields } from './action.ts';
import { createMessageReader, type AmiMessage } from './message.ts';

/** Where the PBX's manager interface is, and as whom it is used. */
export interface AmiAccount {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
}

/** The PBX said no, or could not be asked. */
export class AmiError extends Error {
  readonly reason: 'refused' | 'unreachable';
  constructor(reason: 'refused' | 'unreachable', message: string) {
    super(message);
    this.reason = reason;
  }
}

/** What the line to the PBX is; since when, and why it is down. */
export type AmiState = { readonly isUp: true } | { readonly isUp: false; readonly why: string };

/** A line to the PBX that is mended by itself. */
export interface AmiClient {
  readonly state: () => AmiState;
  /** Asks for one thing; the answer, or an AmiError. */
  readonly ask: (action: string, fields?: AmiFields) => Promise<AmiMessage>;
  /** Asks for a list; its entries in order. */
  readonly list: (action: string, fields?: AmiFields) => Promise<readonly AmiMessage[]>;
  readonly stop: () => Promise<void>;
}

interface AmiDeps {
  readonly account: AmiAccount;
  readonly log: Log;
  readonly onEvent: (event: AmiMessage) => void;
  /** The PBX is there and has wholly booted: whatever was known of it before counts no more. */
  readonly onUp: () => void;
  readonly onDown: (why: string) => void;
  /** Milliseconds; tests are in more of a hurry. */
  readonly timing?: Partial<typeof defaultTiming>;
}

const defaultTiming = { firstRetry: 250, lastRetry: 10_000, ping: 5_000, answer: 10_000 };

interface Waiting {
  readonly resolve: (messages: readonly AmiMessage[]) => void;
  readonly reject: (error: AmiError) => void;
  readonly isList: boolean;
  readonly entries: AmiMessage[];
}

/** Follows a PBX over AMI: signs in, passes on events, pings so that a hung PBX is noticed, and comes back with backoff. */
export function createAmi({ account, log, onEvent, onUp, onDown, timing: given = {} }: AmiDeps): AmiClient {
  const timing = { ...defaultTiming, ...given };
  const stopping = new AbortController();
  const waiting = new Map<string, Waiting>();
  let socket: net.Socket | null = null;
  let state: AmiState = { isUp: false, why: 'not connected yet' };
  let number = 0;

  const request = (action: string, fields: AmiFields, isList: boolean): Promise<readonly AmiMessage[]> => {
    const id = String(++number);
    const text = actionText(action, { ...fields, ActionID: id });
    const open = socket;
    if (!open || open.destroyed) return Promise.reject(new AmiError('unreachable', `The PBX is not connected: ${state.isUp ? 'the line has just gone' : state.why}.`));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => settle(id, (each) => each.reject(new AmiError('unreachable', `The PBX did not answer ${action} within ${timing.answer / 1000} s.`))),
        timing.answer,
      );
      const over =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          then(value);
        };
      waiting.set(id, { resolve: over(resolve), reject: over(reject), isList, entries: [] });
      open.write(text);
    });
  };
  const settle = (id: string, then: (waiting: Waiting) => void) => {
    const found = waiting.get(id);
    waiting.delete(id);
    if (found) then(found);
  };

  const take = (message: AmiMessage) => {
    const id = message['ActionID'];
    const asked = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || !asked) {
      if (message['Event'] === 'FullyBooted') raise();
      else if (message['Event'] !== undefined) onEvent(message);
      return;
    }
    if (message['Response'] === 'Error') return settle(id, ({ reject }) => reject(new AmiError('refused', message['Message'] ?? 'The PBX refused without a reason.')));
    if (!asked.isList) return settle(id, ({ resolve }) => resolve([message]));
    if (message['EventList']?.toLowerCase() === 'complete') return settle(id, ({ resolve, entries }) => resolve(entries));
    if (message['Event'] !== undefined) asked.entries.push(message);
  };
  const raise = () => {
    if (state.isUp) return;
    state = { isUp: true };
    onUp();
  };
  const fall = (why: string) => {
    const wasUp = state.isUp;
    state = { isUp: false, why };
    for (const id of waiting.keys()) settle(id, ({ reject }) => reject(new AmiError('unreachable', `The line to the PBX broke: ${why}.`)));
    if (wasUp) onDown(why);
  };

  /** One life of the line, from dialling to its end; says why it ended. */
  async function live(): Promise<string> {
    const reader = createMessageReader();
    const line = net.connect({ host: account.host, port: account.port, noDelay: true });
    socket = line;
    // What belongs to this line ends with it, or each line that broke would go on pinging over the next.
    const life = new AbortController();
    const ended = new Promise<string>((resolve) => {
      line.once('error', (error) => resolve(error.message));
      line.once('close', () => resolve('the PBX closed the line'));
      stopping.signal.addEventListener('abort', () => resolve('stopped'), { once: true, signal: life.signal });
    });
    line.on('data', (chunk) => reader.read(chunk).forEach(take));
    const work = async (): Promise<string> => {
      await new Promise((resolve) => line.once('connect', resolve));
      await request('Login', { Username: account.user, Secret: account.secret }, false);
      for (;;) {
        await sleep(timing.ping, undefined, { signal: life.signal });
        await request('Ping', {}, false);
        if (reader.dropped() > 0) log.warn({ dropped: reader.dropped() }, 'the PBX sent messages too large to read');
      }
    };
    const why = await Promise.race([ended, work().catch((error: unknown) => (error instanceof Error ? error.message : String(error)))]);
    life.abort();
    line.destroy();
    socket = null;
    return why;
  }

  async function run(): Promise<void> {
    let wait = timing.firstRetry;
    while (!stopping.signal.aborted) {
      const why = await live();
      const wasUp = state.isUp;
      fall(why);
      if (stopping.signal.aborted) return;
      wait = wasUp ? timing.firstRetry : Math.min(wait * 2, timing.lastRetry);
      log.warn({ why, again: wait }, 'the PBX is not connected; it is tried again');
      // Hubs that lost the PBX together do not come back together.
      await sleep(wait * (0.5 + Math.random()), undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  const running = run();
  return {
    state: () => state,
    ask: async (action, fields = {}) => {
      const [answer] = await request(action, fields, false);
      return answer ?? {};
    },
    list: (action, fields = {}) => request(action, fields, true),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
