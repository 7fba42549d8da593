import { isDeepStrictEqual } from "node:util";
import { entries } from "../read/values.js";

/** What the files of a version say, as they were written: before defaults, without what `env:NAME` stands for. */
export type Written = {
  readonly playbook: unknown;
  /** By their ids. */
  readonly personas: Readonly<Record<string, unknown>>;
};

/** One place at which two versions say different things. */
export type Difference = {
  /** Where: the keys and, of a list, `#1` and so on; of a persona it begins with `personas` and its id. */
  readonly path: readonly string[];
  /** Missing where nothing stood there. */
  readonly before?: unknown;
  /** Missing where nothing stands there any more. */
  readonly now?: unknown;
};

/** Every place at which two versions differ, in the order of the files; what is in one of them alone is one place. */
export function differencesOf(before: Written, now: Written): readonly Difference[] {
  return [
    ...between([], entries(before.playbook), entries(now.playbook)),
    ...between(["personas"], before.personas, now.personas),
  ].filter(({ path }) => !isFormat(path));
}

/** The version of the format says nothing to operators. */
const isFormat = (path: readonly string[]): boolean =>
  path.at(-1) === "version" && path.length === (path[0] === "personas" ? 3 : 1);

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function between(path: readonly string[], before: unknown, now: unknown): readonly Difference[] {
  if (isDeepStrictEqual(before, now)) return [];
  if (isMap(before) && isMap(now)) return betweenMaps(path, before, now);
  if (Array.isArray(before) && Array.isArray(now) && [...before, ...now].some(isMap))
    return betweenLists(path, before, now);
  const there = (key: "before" | "now", value: unknown) =>
    value === undefined ? {} : { [key]: value };
  return [{ path, ...there("before", before), ...there("now", now) }];
}

type Map = Readonly<Record<string, unknown>>;

/** A threshold and what it gives mean nothing one without the other. */
const TERMS = ["spend", "give"];
/** What takes another form is another thing as a whole: the keys of both would stand side by side. */
const FORMS = ["on", "once", "wait"];

function betweenMaps(path: readonly string[], before: Map, now: Map): readonly Difference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const isPromo = path.length === 2 && path[0] === "promos";
  const rest = isPromo ? keys.filter((key) => !TERMS.includes(key)) : keys;
  const terms = isPromo ? termsBetween(path, before, now) : [];
  return [
    ...terms,
    ...rest.flatMap((key) =>
      FORMS.includes(key) && !isDeepStrictEqual(before[key], now[key])
        ? [{ path: [...path, key], before: before[key], now: now[key] }]
        : between([...path, key], before[key], now[key]),
    ),
  ];
}

function termsBetween(path: readonly string[], before: Map, now: Map): readonly Difference[] {
  const [was, is] = [before, now].map(({ spend, give }) => ({ spend, give }));
  return isDeepStrictEqual(was, is) ? [] : [{ path: [...path, "terms"], before: was, now: is }];
}

/** What both lists begin and end with is left out; as many as there were are compared one by one. */
function betweenLists(
  path: readonly string[],
  before: readonly unknown[],
  now: readonly unknown[],
): readonly Difference[] {
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && isDeepStrictEqual(before[head], now[head])) head++;
  let tail = 0;
  while (tail < shorter - head && isDeepStrictEqual(before.at(-1 - tail), now.at(-1 - tail)))
    tail++;
  const was = before.slice(head, before.length - tail);
  const is = now.slice(head, now.length - tail);
  if (was.length === is.length)
    return was.flatMap((item, n) => between([...path, `#${head + n + 1}`], item, is[n]));
  const there = (key: "before" | "now", items: readonly unknown[]) =>
    items.length === 0 ? {} : { [key]: items };
  return [{ path: [...path, `#${head + 1}`], ...there("before", was), ...there("now", is) }];
}
