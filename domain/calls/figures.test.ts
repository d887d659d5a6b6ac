import { expect, test } from 'vitest';
import { figuresOf, formulas, type StayTimes } from './figures.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, seconds)).toISOString();
const stay = (result: string, joined: number, connected: number | null = null): StayTimes => ({
  result,
  joinedAt: at(joined),
  connectedAt: connected === null ? null : at(connected),
  leftAt: null,
});

test('each figure follows its formula', () => {
  const stays = [stay('connected', 0, 10), stay('connected', 0, 20), stay('connected', 0, 60), stay('abandoned', 5), stay('timeout', 5), stay('waiting', 80), stay('waiting', 70)];
  const handled = [
    { answeredAt: at(10), endedAt: at(40), wrapUpSeconds: 10 },
    { answeredAt: at(20), endedAt: at(80), wrapUpSeconds: 0 },
  ];
  const periods = [
    { state: 'available', fromAt: at(0), untilAt: at(20) },
    { state: 'ringing', fromAt: at(20), untilAt: at(25) },
    { state: 'onCall', fromAt: at(25), untilAt: at(70) },
    { state: 'break', fromAt: at(70), untilAt: at(90) },
    { state: 'wrapUp', fromAt: at(90), untilAt: null },
  ];
  expect(figuresOf(stays, handled, periods, 20, at(100))).toEqual({
    offered: 7,
    connected: 3,
    abandoned: 1,
    timedOut: 1,
    waiting: 2,
    serviceLevelOfAnswered: 2 / 3,
    serviceLevelOfOffered: 2 / 5,
    averageSpeedOfAnswer: 30,
    averageHandlingTime: 50,
    abandonment: 1 / 5,
    occupancy: 60 / 80,
    longestWait: 30,
  });
});

test('says nothing where there is nothing to divide by', () => {
  const figures = figuresOf([], [], [], 20, at(0));
  expect(Object.keys(formulas).map((name) => figures[name as keyof typeof formulas])).toEqual(Object.keys(formulas).map(() => null));
});

test('takes a clock that is ahead for no wait', () => {
  expect(figuresOf([stay('waiting', 90)], [], [], 20, at(80)).longestWait).toBe(0);
});
