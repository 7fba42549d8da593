import type { Random } from "../stats/random.js";

/**
 * A gamma draw with mean 1. Source: Marsaglia & Tsang, "A simple method for generating gamma
 * variables", ACM TOMS 26 (2000); below shape 1 by their boost with u^(1/shape).
 */
export function gamma(random: Random, shape: number): number {
  if (shape < 1) {
    const boost = random.uniform() ** (1 / shape);
    return (gamma(random, shape + 1) * (shape + 1) * boost) / shape;
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(random.uniform()) < x * x * 0.5 + d - d * v + d * Math.log(v))
      return (d * v) / shape;
  }
}

/** A Poisson draw; Knuth's product of uniforms, the mean halved above 30. */
export function poisson(random: Random, mean: number): number {
  if (mean > 30) return poisson(random, mean / 2) + poisson(random, mean / 2);
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count += 1;
  return count;
}

/** An exponential draw. */
export const exponential = (random: Random, mean: number): number =>
  -mean * Math.log(random.uniform());

/** A log-normal draw with this mean; `deviation` in log units. */
export const logNormal = (
  random: Random,
  { mean, deviation }: { readonly mean: number; readonly deviation: number },
): number => mean * Math.exp(deviation * random.normal() - deviation ** 2 / 2);
