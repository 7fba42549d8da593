import { Liquid } from "liquidjs";
import { saysNothing, trialFailure } from "./trial.js";

const TAGS = new Set(["if", "unless", "case", "comment", "raw"]);
const FILTERS = new Set([
  ..."append capitalize ceil default divided_by downcase floor minus modulo plus prepend".split(
    " ",
  ),
  ..."remove replace round size slice strip times truncate upcase".split(" "),
]);
const NO_FILES = {
  readFileSync: (): string => "",
  readFile: async (): Promise<string> => "",
  existsSync: (): boolean => false,
  exists: async (): Promise<boolean> => false,
  contains: async (): Promise<boolean> => false,
  containsSync: (): boolean => false,
  resolve: (): string => "",
};

/** No files, no loops, no state: a template may only show variables and choose between texts. */
function sandbox(): Liquid {
  const liquid = new Liquid({
    fs: NO_FILES,
    relativeReference: false,
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    parseLimit: 20_000,
    renderLimit: 200,
    memoryLimit: 200_000,
  });
  for (const tag of Object.keys(liquid.tags)) if (!TAGS.has(tag)) delete liquid.tags[tag];
  for (const name of Object.keys(liquid.filters)) {
    if (!FILTERS.has(name)) delete liquid.filters[name];
  }
  return liquid;
}
const engine = sandbox();
/** A line is looked at wherever it is said and in every combination of arms, and reading it is slow. */
const namesOf = new Map<string, readonly string[]>();
const failures = new Map<string, string | undefined>();
const MOST_KEPT = 2_000;

export type TemplateProblem =
  | { readonly kind: "syntax"; readonly detail: string }
  | { readonly kind: "fails"; readonly detail: string }
  /** Whatever its variables are, nothing is seen of it. */
  | { readonly kind: "blank" }
  | { readonly kind: "unknown"; readonly name: string };

/** What is wrong with a template where only `known` variables exist; `saved.*` allows any one name. */
export function templateProblems(text: string, known: readonly string[]): TemplateProblem[] {
  try {
    const names = namesIn(text);
    const unknown = names.filter((name) => !known.some((each) => covers(each, name)));
    const detail = failureOf(text, names);
    return [
      ...unknown.map((name) => ({ kind: "unknown", name }) as const),
      ...(detail === undefined ? [] : [{ kind: "fails", detail } as const]),
      ...(saysNothing(text, names) ? [{ kind: "blank" } as const] : []),
    ];
  } catch (error) {
    const detail = error instanceof Error ? error.message.split("\n")[0] : undefined;
    return [{ kind: "syntax", detail: detail ?? "?" }];
  }
}

function failureOf(text: string, names: readonly string[]): string | undefined {
  if (!failures.has(text)) {
    if (failures.size >= MOST_KEPT) failures.clear();
    failures.set(text, trialFailure(text, names));
  }
  return failures.get(text);
}

/** The variables of a template, each once. @throws what the parser throws */
function namesIn(text: string): readonly string[] {
  const known = namesOf.get(text);
  if (known) return known;
  const segments = engine.globalVariableSegmentsSync(engine.parse(text));
  const names = [...new Set(segments.map((each) => each.map(String).join(".")))];
  if (namesOf.size >= MOST_KEPT) namesOf.clear();
  namesOf.set(text, names);
  return names;
}

function covers(known: string, name: string): boolean {
  if (!known.endsWith(".*")) return known === name;
  const rest = name.startsWith(known.slice(0, -1)) ? name.slice(known.length - 1) : "";
  return rest !== "" && !rest.includes(".");
}
