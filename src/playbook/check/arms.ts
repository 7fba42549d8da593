import type { Problem, Spot } from "../findings/finding.js";
import type { Path, Source } from "../read/read.js";
import type { Playbook } from "../schema.js";
import { applyPatch, partsOf } from "../versions/patch.js";
import { pathProblems } from "./arm-paths.js";
import { type Combination, combinationsOf, labelOf } from "./combinations.js";

/** Every mistake in a playbook's value, its form and its meaning; experiments aside. */
export type Judge = (source: Source) => readonly Problem[];

/** More combinations than this take long to check, and groups too many to compare. */
const LIMIT = 64;

/**
 * The mistakes of arms: paths that can't be patched, and what is wrong with the playbook that each
 * combination of arms makes. What is wrong with the playbook as it is written is not repeated.
 */
export function armProblems(source: Source, playbook: Playbook, judge: Judge): Problem[] {
  const { experiments } = playbook;
  const problems = pathProblems(source, playbook);
  const { count, all } = combinationsOf(experiments, LIMIT);
  if (count > LIMIT) {
    const at = source.locate(["experiments"], "key");
    problems.push({ code: "PLAYBOOK_ARMS_MANY", at, params: { count, limit: LIMIT } });
  }
  // Wrong paths make no playbook that could be judged.
  const wrong = new Set(problems.map(({ at }) => spotKey(at)));
  const sound = all.filter((combination) =>
    combination.every(({ experiment, arm, patch }) =>
      Object.keys(patch).every((path) => {
        const key = source.locate(["experiments", experiment, "arms", arm, path], "key");
        return !wrong.has(spotKey(key));
      }),
    ),
  );
  if (sound.length === 0) return problems;
  const before: Seen[] = [{ combination: [], keys: keysOf(judge(source)) }];
  for (const combination of sound) {
    const patched = patchedSource(source, combination);
    const found = judge(patched.source);
    const known = before.filter((each) => isPart(each.combination, combination));
    const fresh = found.filter((problem) => !known.some(({ keys }) => keys.has(keyOf(problem))));
    before.push({ combination, keys: keysOf(found) });
    const arm = labelOf(combination);
    problems.push(...fresh.map((problem) => ({ ...problem, at: patched.place(problem.at), arm })));
  }
  return problems;
}

type Seen = { readonly combination: Combination; readonly keys: ReadonlySet<string> };

const isPart = (small: Combination, large: Combination): boolean =>
  small.every((pick) => large.includes(pick));

const spotKey = ({ line, col }: Spot): string => `${line}:${col}`;

/** The same mistake in the same place, whatever its figures are in another combination. */
const keyOf = ({ code, at }: Problem): string => `${spotKey(at)} ${code}`;
const keysOf = (problems: readonly Problem[]) => new Set(problems.map(keyOf));

/**
 * The playbook that a combination makes, as if it were a file. A patched value stands where its arm
 * writes it; `place` puts what is found anywhere else at the key of the last arm.
 */
function patchedSource(source: Source, combination: Combination) {
  const patches = combination.flatMap(({ experiment, arm, patch }) =>
    Object.keys(patch).map((path) => ({
      parts: partsOf(path),
      at: ["experiments", experiment, "arms", arm, path],
    })),
  );
  const inside = (path: Path): Path | undefined => {
    const found = patches.find(({ parts }) =>
      parts.every((part, index) => String(path[index]) === part),
    );
    return found && [...found.at, ...path.slice(found.parts.length)];
  };
  const own = new WeakSet<Spot>();
  const patched: Source = {
    value: combination.reduce((value, { patch }) => applyPatch(value, patch), source.value),
    locate: (path, side) => {
      const within = inside(path);
      const spot = source.locate(within ?? path, side);
      if (within) own.add(spot);
      return spot;
    },
    plain: (path) => source.plain(inside(path) ?? path),
  };
  const last = combination.at(-1);
  const key = source.locate(
    ["experiments", last?.experiment ?? "", "arms", last?.arm ?? ""],
    "key",
  );
  return { source: patched, place: (spot: Spot): Spot => (own.has(spot) ? spot : key) };
}
