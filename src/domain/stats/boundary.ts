import { normalCdf, normalDensity, normalTail } from "./special.js";
import { spent } from "./spending.js";

const NODES = 301;

/**
 * The |z| at which a Brownian motion would be rejected at each look, for the chart beside a running
 * estimate. The verdict itself uses the randomisation, not this approximation.
 * Source: Armitage, McPherson & Rowe (1969), JRSS A 132:235, with Lan–DeMets spending: the density of
 * paths still inside is carried from look to look by Simpson's rule.
 * @param fractions of the horizon, rising, the last at most 1
 * @returns the boundary of each look in standard deviations
 */
export function gaussianBoundary(fractions: readonly number[], alpha: number): number[] {
  const bounds: number[] = [];
  let inside: Inside | undefined;
  let before = 0;
  for (const [look, fraction] of fractions.entries()) {
    const step = Math.sqrt(fraction - before);
    const budget = spent(fraction, alpha) - spent(before, alpha);
    const exit = (bound: number) =>
      inside ? exitMass(inside, bound * Math.sqrt(fraction), step) : 2 * normalTail(bound);
    const bound = solveFalling(exit, budget);
    bounds.push(bound);
    if (look < fractions.length - 1) inside = carry(inside, bound * Math.sqrt(fraction), step);
    before = fraction;
  }
  return bounds;
}

type Inside = { readonly at: Float64Array; readonly mass: Float64Array };

/** The probability of leaving (−c, c) at this look, having been inside before. */
function exitMass({ at, mass }: Inside, c: number, step: number): number {
  let sum = 0;
  for (let i = 0; i < at.length; i += 1) {
    const x = at[i] as number;
    sum += (mass[i] as number) * (normalTail((c - x) / step) + normalCdf((-c - x) / step));
  }
  return sum;
}

/** The masses on a Simpson grid over (−c, c) after one more step. */
function carry(inside: Inside | undefined, c: number, step: number): Inside {
  const at = new Float64Array(NODES);
  const mass = new Float64Array(NODES);
  const width = (2 * c) / (NODES - 1);
  for (let i = 0; i < NODES; i += 1) {
    const y = -c + i * width;
    at[i] = y;
    let density = 0;
    if (!inside) density = normalDensity(y / step) / step;
    else
      for (let j = 0; j < NODES; j += 1)
        density +=
          ((inside.mass[j] as number) * normalDensity((y - (inside.at[j] as number)) / step)) /
          step;
    const weight = i === 0 || i === NODES - 1 ? 1 : i % 2 === 1 ? 4 : 2;
    mass[i] = (density * weight * width) / 3;
  }
  return { at, mass };
}

function solveFalling(f: (x: number) => number, target: number): number {
  let low = 0;
  let high = 40;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (f(middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
