import { z } from "zod";
import { UserError } from "../../../core/errors.js";
import { columnOf, isMoney, type Primary, primaries } from "./metrics.js";

const arm = z.string().min(1).max(64);
const days = z.int().min(1).max(3660);
export const designSchema = z
  .strictObject({
    design: z.enum(["switchback", "parallel", "member"]),
    arms: z
      .array(arm)
      .min(2)
      .max(6)
      .refine((arms) => new Set(arms).size === arms.length),
    primary: z.custom<Primary>((name) => primaries().some((known) => known === name)),
    alpha: z.number().min(0.0001).max(0.5).default(0.05),
    horizon: days,
    block: days.default(1),
    washout: z.int().min(0).max(365).default(0),
    /** With 2, one coin decides two blocks: the two groups change arms in the second. */
    blocks_per_coin: z.int().min(1).max(2).default(1),
    pairs: z
      .array(z.array(z.string().min(1).max(200)).min(2).max(6))
      .max(5000)
      .optional(),
    smallest_interesting: z.number().min(0).max(10).default(0.05),
    draws: z.int().min(1999).max(50_000).default(1999),
    seed: z.string().max(1000).default("suanpan"),
    /** `both` adds the open-ended clock: α is split .9 to the horizon's, .1 to the e-process. */
    clocks: z.enum(["horizon", "both"]).default("horizon"),
    /** Percentile of the pre-period above which a group-day's money is cut. */
    winsorise: z.number().min(0.5).max(1).optional(),
    /** Design `member`: the probability of the second arm. */
    propensity: z.number().min(0.01).max(0.99).default(0.5),
  })
  .refine(({ washout, block }) => washout < block, { path: ["washout"] })
  .refine(
    ({ blocks_per_coin, design, arms }) =>
      blocks_per_coin === 1 || (design === "switchback" && arms.length === 2),
    { path: ["blocks_per_coin"] },
  )
  .refine(
    ({ pairs, arms }) =>
      !pairs ||
      (pairs.every((set) => set.length === arms.length) &&
        new Set(pairs.flat()).size === pairs.flat().length),
    { path: ["pairs"] },
  );
export type Design = z.infer<typeof designSchema>;

/**
 * design.json as a design, defaults filled in.
 * @throws UserError naming the line of a syntax error, or the field that isn't usable
 */
export function parseDesign(text: string, file: string): Design {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new UserError("DESIGN_JSON", { file, line: lineOf(error, text) });
  }
  const result = designSchema.safeParse(json);
  if (result.success) return countable(result.data, text, file);
  const [issue] = result.error.issues;
  if (issue?.code === "unrecognized_keys")
    throw new UserError("DESIGN_FIELD_UNKNOWN", {
      file,
      line: lineOfKey(text, issue.keys[0]),
      field: issue.keys[0] ?? "",
      known: Object.keys(designSchema.shape).join(", "),
    });
  const field = String(issue?.path[0] ?? "");
  if (field === "") throw new UserError("DESIGN_OBJECT", { file });
  throw new UserError(`DESIGN_FIELD_${field.toUpperCase()}`, {
    file,
    line: lineOfKey(text, field),
    primaries: primaries().join(", "),
  });
}

/** A member's coin decides events; sums of money per arm don't say whose they are. */
function countable(design: Design, text: string, file: string): Design {
  const column = columnOf(design.primary);
  if (design.design !== "member" || !isMoney(column)) return design;
  throw new UserError("DESIGN_MEMBER_MONEY", { file, line: lineOfKey(text, "primary") });
}

/** V8 says where: `… at position 12 (line 2 column 3)`, or that the text ended too early. */
function lineOf(error: unknown, text: string): number {
  const at = /position (\d+)/.exec(error instanceof Error ? error.message : "");
  return text.slice(0, at ? Number(at[1]) : text.length).split("\n").length;
}

/** The line a key stands on; a key that is absent is wanted on line 1. */
function lineOfKey(text: string, key: string | undefined): number {
  const at = text.indexOf(`"${key}"`);
  return at < 0 ? 1 : text.slice(0, at).split("\n").length;
}
