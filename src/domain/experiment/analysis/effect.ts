import type { Rollup } from "../../../core/rollup.js";
import type { ClientEffect } from "../../stats/pooling.js";
import { designOf } from "../design/register.js";
import { canonicalJson, type Registration } from "../design/registration.js";
import type { ExperimentRecord } from "../design/run.js";
import { frameOf, inOrder } from "./analysis.js";
import { drawArm } from "./compare.js";
import { estimateOf } from "./estimate.js";
import { rowsOfRun } from "./standing.js";

/**
 * What an ended run found of its claim: the log lift of the favoured arm over the other, and its standard
 * error s√((n − 1)/(n − 3)), where s is that of estimate.ts from the last values of n coins. The factor makes
 * a normal as wide as the t(n − 1) that s calls for (Gelman et al., Bayesian Data Analysis, 2013, §3.2).
 * The interval of the report is not used: it is widened for daily looks. A run that stopped at its verdict
 * overstates a little; pooling weighs it by its larger error and draws it in, and leaving such runs out
 * would understate (Schou & Marschner 2013, Stat Med 32:4859).
 * @returns undefined where that isn't to be had: no one other arm, arms alike, a design that can't answer,
 * fewer than four coins, or nothing that differs between them
 */
export function effectOf(
  { running, registration: frozen, claim, endedOn }: ExperimentRecord,
  rollups: readonly Rollup[],
): ClientEffect | undefined {
  const registration = frozen;
  const arm = armCompared(registration, claim?.favours);
  if (arm === undefined || endedOn === undefined) return undefined;
  const rows = rowsOfRun(running, rollups).filter(({ day }) => day <= endedOn);
  const { scene } = frameOf(designOf(registration), inOrder(rows));
  const { found, answerable } = drawArm({ ...scene, arm });
  const known = answerable ? estimateOf(found.looks, found.treated) : undefined;
  const coins = known?.values.length ?? 0;
  if (!known || coins < 4 || !(known.error > 0)) return undefined;
  const sign = arm === claim?.favours ? 1 : -1;
  const error = known.error * Math.sqrt((coins - 1) / (coins - 3));
  return { estimate: sign * known.estimate, error };
}

/** The arm that is compared with the first so that the claim is decided. */
function armCompared({ arms }: Registration, favours: string | undefined): string | undefined {
  const [first, second, ...more] = arms;
  const favoured = arms.find(({ key }) => key === favours);
  const compared = favoured !== first ? favoured : more.length === 0 ? second : undefined;
  if (!first || !compared) return undefined;
  return canonicalJson(first.patch) === canonicalJson(compared.patch) ? undefined : compared.key;
}
