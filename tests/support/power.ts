import type { PowerQuestion } from "../../src/domain/stats/plan.js";
import { powerOf } from "../../src/domain/stats/two-sample.js";

/** The chance that so many days find a relative lift. */
export const switchbackPower = (lift: number, days: number, question: PowerQuestion): number =>
  powerOf(
    Math.abs(Math.log1p(lift)) * Math.sqrt((days * question.pairs) / question.variance),
    question.alpha ?? 0.05,
  );

/**
 * The chance that a parallel comparison of `pairs` pairs over so many days finds a lift. What stays
 * with a group never averages out: var = 2 persistent² + σ_D²/days per pair.
 */
export const parallelPower = (
  lift: number,
  days: number,
  question: PowerQuestion & { readonly persistent: number },
): number =>
  powerOf(
    Math.abs(Math.log1p(lift)) *
      Math.sqrt(question.pairs / (2 * question.persistent ** 2 + question.variance / days)),
    question.alpha ?? 0.05,
  );
