/** Log lifts the e-process bets on. */
export const DELTAS: readonly number[] = [-0.4, -0.2, -0.1, -0.05, 0.05, 0.1, 0.2, 0.4];

/** ln of the wealth of each bet, and the running scale of D. Immutable. */
export type EProcess = {
  readonly deltas: readonly number[];
  readonly weights: readonly number[];
  readonly logs: readonly number[];
  /** Σ (weight × R)² and Σ weight, the guess before the start counted as some; their ratio is ŝ². */
  readonly squares: number;
  readonly count: number;
};

/** One coin's outcome: `treated` is W, `r` the residual that W would multiply, `p` its propensity. */
export type Toss = { readonly treated: boolean; readonly r: number; readonly p: number };

/**
 * A randomisation e-process that has seen nothing: E = 1.
 * @param options.variance a guess of ŝ² before the start (1 when weights are precisions); it affects power only
 * @param options.weights prior weight of each δ; equal when absent. A wrong prior costs power, never validity
 * @throws RangeError for weights that are negative or don't sum to 1, or a variance that isn't positive
 */
export function startEProcess(options: {
  readonly variance: number;
  readonly weights?: readonly number[];
  readonly deltas?: readonly number[];
}): EProcess {
  const deltas = options.deltas ?? DELTAS;
  const weights = options.weights ?? deltas.map(() => 1 / deltas.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (
    weights.length !== deltas.length ||
    weights.some((w) => !(w >= 0)) ||
    Math.abs(total - 1) > 1e-9
  )
    throw new RangeError("weights of the bets must be a distribution");
  if (!(options.variance > 0))
    throw new RangeError("the variance before the start must be positive");
  const count = 4;
  return { deltas, weights, logs: deltas.map(() => 0), squares: count * options.variance, count };
}

/**
 * E after one more coin of each matched pair: each bet grows by Π exp(λD)/cosh(λD), λ = weight × δ/ŝ²,
 * with ŝ² from earlier blocks only. Given the past and |D|, a fair coin decides the sign, so each factor has
 * mean 1 and P(sup E >= 1/α) <= α whenever one looks (Ville 1939; Ramdas et al. 2023, Statist. Sci. 38:576).
 * @param differences w(r₁ − r₂) of each pair whose coin has been seen to its end, in log units
 * @param weights how much each tells, from what no coin's sign can be read from; 1 when absent
 */
export function betOnPairs(
  state: EProcess,
  differences: readonly number[],
  weights: readonly number[] = differences.map(() => 1),
): EProcess {
  const variance = state.squares / state.count;
  const logs = state.deltas.map((delta, j) => {
    let log = state.logs[j] as number;
    for (const [i, d] of differences.entries()) {
      const x = (delta / variance) * (weights[i] as number) * d;
      log += x - logCosh(x);
    }
    return log;
  });
  const squares = differences.reduce((sum, d, i) => sum + ((weights[i] as number) * d) ** 2, 0);
  const count = weights.reduce((sum, weight) => sum + weight, 0);
  return { ...state, logs, squares: state.squares + squares, count: state.count + count };
}

/**
 * E of fair coins under bets that learn nothing on the way: the mean over λ of Π exp(λd)/cosh(λd). Valid as
 * `betOnPairs` is, for any λ.
 * @param values what each coin's sign multiplies
 */
export function evidenceOfCoins(values: readonly number[], bets: readonly number[]): number {
  const logs = bets.map((bet) =>
    values.reduce((log, value) => log + bet * value - logCosh(bet * value), 0),
  );
  return mixture(
    logs,
    bets.map(() => 1 / bets.length),
  );
}

/**
 * E after one more batch of independent coins with logged propensities: each bet grows by
 * exp(λ W R)/(p e^{λR} + 1 − p). Same validity, for any p decided before the coin falls.
 * @throws RangeError for a propensity outside (0, 1)
 */
export function betOnTosses(state: EProcess, tosses: readonly Toss[]): EProcess {
  const variance = state.squares / state.count;
  const logs = state.deltas.map((delta, j) => {
    let log = state.logs[j] as number;
    for (const { treated, r, p } of tosses) {
      if (!(p > 0 && p < 1)) throw new RangeError(`not a propensity: ${p}`);
      const x = (delta / variance) * r;
      log += (treated ? x : 0) - logMeanExp(p, x);
    }
    return log;
  });
  const squares = tosses.reduce((sum, { r }) => sum + r * r, state.squares);
  return { ...state, logs, squares, count: state.count + tosses.length };
}

/**
 * E after a batch of events that each fell to one member's coin: how many, and how many of them were
 * treated. R = 1 for a member with an event and 0 without, so members without one change nothing;
 * δ is then a log odds ratio.
 * @throws RangeError for a propensity outside (0, 1)
 */
export function betOnEvents(
  state: EProcess,
  { events, treated, p }: { readonly events: number; readonly treated: number; readonly p: number },
): EProcess {
  if (!(p > 0 && p < 1)) throw new RangeError(`not a propensity: ${p}`);
  const logs = state.deltas.map(
    (delta, j) => (state.logs[j] as number) + delta * treated - events * logMeanExp(p, delta),
  );
  return { ...state, logs };
}

/** The e-value now: the mixture over bets. May be infinite when it passes 1.8e308. */
export const evidenceOf = (state: EProcess): number => mixture(state.logs, state.weights);

/**
 * Evidence of several clients on one heuristic: E = Σ_j π_j Π_c e_c(δ_j). δ is shared outside the
 * product, since the claim is one effect and not one per client.
 * @param clients each client's logs, over the same δ
 */
export const sharedEvidence = (
  clients: readonly (readonly number[])[],
  weights: readonly number[],
): number =>
  mixture(
    weights.map((_, j) => clients.reduce((sum, logs) => sum + (logs[j] as number), 0)),
    weights,
  );

function mixture(logs: readonly number[], weights: readonly number[]): number {
  const used = logs.filter((_, j) => (weights[j] as number) > 0);
  const top = Math.max(...used);
  let sum = 0;
  for (const [j, log] of logs.entries())
    if ((weights[j] as number) > 0) sum += (weights[j] as number) * Math.exp(log - top);
  return Math.exp(top + Math.log(sum));
}

/** ln cosh x without overflow. */
const logCosh = (x: number): number =>
  Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))) - Math.LN2;

/** ln(p e^x + 1 − p) without overflow. */
const logMeanExp = (p: number, x: number): number =>
  x > 0 ? x + Math.log(p + (1 - p) * Math.exp(-x)) : Math.log(p * Math.exp(x) + 1 - p);
