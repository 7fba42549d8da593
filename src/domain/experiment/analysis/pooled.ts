import { metaAnalysis } from "../../stats/meta.js";
import { type ClientEffect, poolClients } from "../../stats/pooling.js";
import type { Primary } from "../design/metrics.js";
import { liftOf } from "./verdict.js";

/** Relative lifts in whole percents: 0.12 is +12 %. Null where there is no such number. */
type Bounds = {
  readonly lift: number | null;
  readonly low: number | null;
  readonly high: number | null;
};

/** What is known of a claim over other clients, of the favoured arm over the other. */
export type Pooled = {
  readonly primary: Primary;
  readonly clients: number;
  readonly pooled: Bounds;
  /** Where the next client's lift is likely to lie. */
  readonly next: Bounds;
  /** The random-effects meta-analysis by REML and modified Hartung-Knapp, without a prior. */
  readonly reml: Bounds;
};

/** With fewer, a pooled effect would be somebody's own. */
const LEAST_CLIENTS = 2;

/**
 * Pools one claim over clients, with intervals of 95 %. Rounded, so that the figures can't be solved for
 * the effects they come from.
 * @returns undefined below two clients
 */
export function poolEffects(
  primary: Primary,
  effects: readonly ClientEffect[],
): Pooled | undefined {
  if (effects.length < LEAST_CLIENTS) return undefined;
  const { mean, next } = poolClients(effects);
  const reml = metaAnalysis(
    effects.map(({ estimate }) => estimate),
    effects.map(({ error }) => error ** 2),
    { method: "reml", interval: "modified" },
  );
  return {
    primary,
    clients: effects.length,
    pooled: boundsOf(mean),
    next: boundsOf(next),
    reml: boundsOf(reml),
  };
}

/** A client's runs as one effect, by inverse variance; which of them to count is nobody's choice. */
export function combine(effects: readonly ClientEffect[]): ClientEffect | undefined {
  const weights = effects.map(({ error }) => 1 / error ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return undefined;
  const pull = effects.reduce((sum, { estimate }, i) => sum + (weights[i] as number) * estimate, 0);
  return { estimate: pull / total, error: 1 / Math.sqrt(total) };
}

type Logs = { readonly mean: number; readonly low: number; readonly high: number };
const boundsOf = ({ mean, low, high }: Logs): Bounds => ({
  lift: whole(mean),
  low: whole(low),
  high: whole(high),
});

function whole(log: number): number | null {
  const lift = liftOf(log);
  // Never −0, which JSON and people take for something else.
  return lift === null ? null : Math.round(lift * 100) / 100 + 0;
}
