import { createRandom } from "../../src/domain/stats/random.js";
import { type Mutation, mutated, mutationsOf, parses } from "./mutations.js";

export type Source = { readonly file: string; readonly text: string };
export type Chosen = {
  /** In the order of their files and places. */
  readonly mutations: readonly Mutation[];
  /** How many were drawn that would not parse. */
  readonly invalid: number;
};

/** So many faults drawn from all that the sources allow, one a line at most; the same seed draws the same. */
export function choose(
  sources: readonly Source[],
  { count, seed }: { readonly count: number; readonly seed: string },
): Chosen {
  const random = createRandom(`mutate:${seed}`);
  const left = sources.flatMap(({ file, text }) => [...mutationsOf(text, file)]);
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  const chosen = new Map<string, Mutation>();
  let invalid = 0;
  while (left.length > 0 && chosen.size < count) {
    const [drawn] = left.splice(random.below(left.length), 1) as [Mutation];
    const line = `${drawn.file}:${drawn.line}`;
    if (chosen.has(line)) continue;
    if (parses(mutated(texts.get(drawn.file) as string, drawn), drawn.file))
      chosen.set(line, drawn);
    else invalid += 1;
  }
  return { mutations: [...chosen.values()].sort(byPlace), invalid };
}

const byPlace = (a: Mutation, b: Mutation): number =>
  a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1;
