import type { Body } from './header.ts';

type Clock = Body['clock'];

/** The best known time: this computer's clock corrected by the hub's, but never before what has already been. */
export const knownTime = ({ offset, latest }: Clock, now: number): number => Math.max(now + offset, latest);

/** The clock after the hub has said its time. */
export const corrected = (clock: Pick<Clock, 'latest'>, serverTime: string, now: number): Clock => ({
  offset: Date.parse(serverTime) - now,
  latest: Math.max(clock.latest, Date.parse(serverTime)),
});

/** Whether the device has been away from its hub for longer than it may. */
export const isExpired = ({ session, clock }: Pick<Body, 'clock' | 'session'>, now: number): boolean => knownTime(clock, now) >= Date.parse(session.leaseUntil);
