import * as fs from 'node:fs';
import * as path from 'node:path';
import { freshHome, program, sweep, type Program } from './workstation.ts';

/** The people of the demo tenant. */
export const people = {
  amina: { email: 'amina@demo.holdfast.test', name: 'Amina Wanjiru' },
  joao: { email: 'joao@demo.holdfast.test', name: 'João Figueiredo' },
  lin: { email: 'lin@demo.holdfast.test', name: '林 美玲' },
  sigrid: { email: 'sigrid@demo.holdfast.test', name: 'Sigrid Bjørnstad' },
  omar: { email: 'omar@demo.holdfast.test', name: 'عمر الحسن' },
  irene: { email: 'irene@demo.holdfast.test', name: 'Irene Papadopoúlou' },
} as const;
export type PersonName = keyof typeof people;
export const password = 'holdfast-demo';

/** A program that can be stopped, killed and started again where it was; starting what runs does nothing. */
export interface Machine {
  readonly home: string;
  readonly url: () => string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Ends it at once, as a power cut would. */
  readonly kill: () => Promise<void>;
}

/** A desk, with the file of the token that lets a window in. */
export interface Desk extends Machine {
  readonly tokenFile: string;
}

/** A hub with the demo tenant, and desks, every one a program of its own. */
export interface Office {
  readonly hub: Machine;
  /** The desk of that name, with its person signed in; without a person it waits at its door. */
  readonly desk: (name: string, person: PersonName | null, hubUrl?: string) => Promise<Desk>;
  readonly close: () => Promise<void>;
}

export async function openOffice(): Promise<Office> {
  const home = freshHome();
  const hub = machine(path.join(home, 'hub'), 'hub ready ', (port) => ['hub', '--demo', '--port', port, '--home', path.join(home, 'hub')]);
  const desks = new Map<string, Desk>();
  const newDesk = (name: string, person: PersonName | null, hubUrl: string): Desk => {
    const own = path.join(home, name);
    const signIn = path.join(home, `${name}.json`);
    if (person) fs.writeFileSync(signIn, JSON.stringify([{ subdomain: 'demo', email: people[person].email, password }]), { mode: 0o600 });
    const args = () => ['desk', '--hub', hubUrl, '--home', own, '--headless', ...(person ? ['--sign-in', signIn] : [])];
    return { ...machine(own, 'desk ready ', args), tokenFile: path.join(own, 'desk-1.token') };
  };
  const close = async () => {
    for (const each of [...desks.values(), hub]) await each.stop();
    sweep(home);
  };
  try {
    await hub.start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    hub,
    desk: async (name, person, hubUrl = hub.url()) => {
      const desk = desks.get(name) ?? newDesk(name, person, hubUrl);
      desks.set(name, desk);
      await desk.start();
      return desk;
    },
    close,
  };
}

/** A program with an address that it keeps over its restarts. */
function machine(home: string, ready: string, argsAt: (port: string) => readonly string[]): Machine {
  let running: Program | null = null;
  let url = '';
  const end = async (how: 'kill' | 'stop') => {
    await running?.[how]();
    running = null;
  };
  return {
    home,
    url: () => url,
    start: async () => {
      if (running) return;
      running = program(argsAt(url ? new URL(url).port : '0'));
      url = await running.line(ready);
    },
    stop: () => end('stop'),
    kill: () => end('kill'),
  };
}
