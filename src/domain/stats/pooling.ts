import { normalCdf } from "./special.js";

/** One client's effect on a heuristic: log lift and its standard error. */
export type ClientEffect = { readonly estimate: number; readonly error: number };
type PooledInterval = { readonly mean: number; readonly low: number; readonly high: number };
export type Pooled = {
  /** The mean effect over clients. */
  readonly mean: PooledInterval;
  /** Where the next client's effect is likely to lie. */
  readonly next: PooledInterval;
  /** Posterior mean of the spread between clients, log units. */
  readonly spread: number;
  /** Each client's effect, drawn towards the mean. */
  readonly clients: readonly PooledInterval[];
};
type Part = { readonly weight: number; readonly mean: number; readonly variance: number };

const NODES = 401;

/**
 * Pools one heuristic over clients: yᵢ ~ N(θᵢ, sᵢ²), θᵢ ~ N(μ, τ²), μ ~ N(0, .3²), τ ~ half-normal(.15),
 * by Simpson's rule over τ; given τ everything is normal in closed form. No sampling.
 * Source: Gelman et al., Bayesian Data Analysis (2013), §5.4; Röver (2020), J Stat Softw 93(6).
 * @returns log units; with no client, the prior
 * @throws RangeError for an error that isn't positive
 */
export function poolClients(
  effects: readonly ClientEffect[],
  options: {
    readonly meanScale?: number;
    readonly spreadScale?: number;
    readonly alpha?: number;
  } = {},
): Pooled {
  if (effects.some(({ error }) => !(error > 0))) throw new RangeError("errors must be positive");
  const { meanScale = 0.3, spreadScale = 0.15, alpha = 0.05 } = options;
  const grid = Array.from({ length: NODES }, (_, i) => ({
    tau: (i * 6 * spreadScale) / (NODES - 1),
    simpson: i === 0 || i === NODES - 1 ? 1 : i % 2 === 1 ? 4 : 2,
  }));
  const raw = grid.map(({ tau, simpson }) => given(effects, tau, simpson, meanScale, spreadScale));
  const top = Math.max(...raw.map(({ log }) => log));
  const total = raw.reduce((sum, { log }) => sum + Math.exp(log - top), 0);
  const weights = raw.map(({ log }) => Math.exp(log - top) / total);
  const weighted = (pick: (at: (typeof raw)[number], tau: number) => [number, number]): Part[] =>
    raw.map((at, i) => {
      const [mean, variance] = pick(at, grid[i]?.tau as number);
      return { weight: weights[i] as number, mean, variance };
    });
  return {
    mean: summary(
      weighted(({ mean, variance }) => [mean, variance]),
      alpha,
    ),
    next: summary(
      weighted(({ mean, variance }, tau) => [mean, variance + tau ** 2]),
      alpha,
    ),
    spread: weights.reduce((sum, weight, i) => sum + weight * (grid[i]?.tau as number), 0),
    clients: effects.map(({ estimate, error }) =>
      summary(
        weighted(({ mean, variance }, tau) => {
          const own = tau ** 2 / (tau ** 2 + error ** 2);
          return [own * estimate + (1 - own) * mean, own * error ** 2 + (1 - own) ** 2 * variance];
        }),
        alpha,
      ),
    ),
  };
}

/** Given τ: the posterior of μ and the log weight of this τ. */
function given(
  effects: readonly ClientEffect[],
  tau: number,
  simpson: number,
  ...[meanScale, spreadScale]: [number, number]
): { readonly log: number; readonly mean: number; readonly variance: number } {
  let precision = 1 / meanScale ** 2;
  let pull = 0;
  let log = Math.log(simpson) - (tau / spreadScale) ** 2 / 2;
  for (const { estimate, error } of effects) {
    const variance = error ** 2 + tau ** 2;
    precision += 1 / variance;
    pull += estimate / variance;
    log -= (Math.log(variance) + estimate ** 2 / variance) / 2;
  }
  const mean = pull / precision;
  log += (pull * mean - Math.log(precision)) / 2;
  return { log, mean, variance: 1 / precision };
}

function summary(parts: readonly Part[], alpha: number): PooledInterval {
  const mean = parts.reduce((sum, part) => sum + part.weight * part.mean, 0);
  return { mean, low: quantile(parts, alpha / 2), high: quantile(parts, 1 - alpha / 2) };
}

function quantile(parts: readonly Part[], p: number): number {
  let low = -20;
  let high = 20;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    let below = 0;
    for (const part of parts)
      below += part.weight * normalCdf((middle - part.mean) / Math.sqrt(part.variance));
    if (below < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
