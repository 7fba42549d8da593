import { UserError } from "../../../core/errors.js";

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };
type DesignKind = "switchback" | "parallel" | "member";

/** Everything about an experiment that is fixed before its first block. */
export type Registration = {
  readonly experiment: string;
  /** The first is the reference; a patch is what the arm changes in the playbook. */
  readonly arms: readonly {
    readonly key: string;
    readonly patch: { readonly [path: string]: Json };
  }[];
  /** The playbook version the arms patch. */
  readonly playbook: string;
  readonly design: DesignKind;
  /** Matched sets of groups; as many groups in each as there are arms. */
  readonly sets: readonly (readonly string[])[];
  readonly blockDays: number;
  /** A coin decides two blocks, and its pair changes arms in the second; absent where each block has a coin. */
  readonly blocksPerCoin?: 2;
  readonly washoutDays: number;
  readonly horizonDays: number;
  readonly primary: string;
  readonly guardrails: readonly string[];
  readonly smallestInteresting: number;
  readonly alpha: number;
  /** With `both`, α is split .9 to the horizon's clock and .1 to the open-ended one. */
  readonly clocks: "horizon" | "both";
  /** Percentile of the pre-period above which a group-day's money is cut, or null. */
  readonly winsorise: number | null;
  readonly draws: number;
  readonly seed: string;
};
/** A function from text to a hex digest; the caller brings SHA-256. */
export type Digest = (text: string) => string;
export type Frozen = {
  readonly registration: Registration;
  readonly text: string;
  readonly hash: string;
};

/**
 * One text per value: keys sorted, no spaces, as RFC 8785 orders ASCII keys and writes numbers.
 * @throws RangeError for a number that JSON can't hold
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new RangeError(`${value} in JSON`);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const entries = Object.entries(value as { readonly [key: string]: Json }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
}

/**
 * Freezes and hashes a registration. @throws UserError when a set doesn't hold one group per arm, a group
 * stands in two sets, or an id isn't ASCII
 */
export function freeze(registration: Registration, digest: Digest): Frozen {
  const { arms, design, experiment, sets } = registration;
  const groups = sets.flat();
  for (const id of [experiment, ...arms.map(({ key }) => key), ...groups])
    if (!/^[\x21-\x7e]+$/.test(id)) throw new UserError("EXPERIMENT_ID_ASCII", { id });
  if (new Set(groups).size !== groups.length)
    throw new UserError("EXPERIMENT_GROUP_TWICE", { experiment });
  if (design !== "member" && sets.some((set) => set.length !== arms.length))
    throw new UserError("EXPERIMENT_SET_SIZE", { experiment, arms: arms.length });
  const text = canonicalJson(registration);
  return { registration, text, hash: digest(text) };
}

/** Whether a stored registration is still what was frozen. */
export const isIntact = (registration: Registration, hash: string, digest: Digest): boolean =>
  digest(canonicalJson(registration)) === hash;
