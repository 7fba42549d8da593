import type { Chart } from "../../../domain/experiment/report/chart.js";

/** An axis: its ends and the distance of its labels. */
export type AxisRange = { readonly min: number; readonly max: number; readonly interval: number };

const STEPS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 50, 100];

/**
 * The lift's axis shows zero, the band and the last interval with as much again around it; the first,
 * wide days are cut off.
 */
export function liftRange({ lifts, intervals, smallest }: Chart): AxisRange {
  const last = intervals.at(-1);
  const late = lifts.slice(lifts.length >> 1).flatMap(({ value }) => value ?? []);
  const shown = [0, smallest, -smallest, ...late, last?.low ?? 0, last?.high ?? 0];
  const [low, high] = [Math.max(-1, Math.min(...shown)), Math.min(10, Math.max(...shown))];
  const room = 0.4 * (high - low || 0.1);
  const interval = stepFor(high - low + 2 * room, 4);
  return {
    min: Math.max(-1, Math.floor((low - room) / interval) * interval),
    max: Math.ceil((high + room) / interval) * interval,
    interval,
  };
}

/** X to either side of zero, or the power of ten of E. */
export function testRange({ test }: Chart): AxisRange {
  const values = test.values.flatMap(({ value }) => (value === null ? [] : [scaled(test, value)]));
  if (test.kind === "statistic") {
    const reach = Math.min(8, Math.max(4, ...values.map((value) => Math.abs(value) + 0.5)));
    const max = 2 * Math.ceil(reach / 2);
    return { min: -max, max, interval: max };
  }
  return { min: -1, max: Math.min(6, Math.max(2, ...values.map(Math.ceil))), interval: 1 };
}

/** Where a figure of the test lies on its axis. */
export const scaled = ({ kind }: Chart["test"], value: number): number =>
  kind === "statistic" ? value : Math.log10(Math.max(value, 1e-12));

/** Labels at weeks when the horizon has some, else at every few days. */
export function dayStep(horizon: number): number {
  if (horizon < 14) return Math.max(1, Math.ceil(horizon / 7));
  return 7 * Math.ceil(horizon / 56);
}

const stepFor = (span: number, labels: number): number =>
  STEPS.find((step) => span / step <= labels) ?? 1000;
