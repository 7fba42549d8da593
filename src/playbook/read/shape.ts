import type { z } from "zod";
import { nearest } from "../../core/nearest.js";
import { giveForms } from "../../domain/promo/schema.js";
import { type Code, isCode } from "../findings/codes.js";
import { type Problem, thereAre } from "../findings/finding.js";
import { type Kind, keysBeside } from "./json-schema.js";
import type { Path, Source } from "./read.js";
import { bestOf } from "./union.js";

type Issue = z.core.$ZodIssue;
const DURATIONS = new Set(
  "gap for up_to again_after silent wait min max new_within valid reserve block washout horizon".split(
    " ",
  ),
);
const ACCOUNTS = new Set(["telegram", "wechat", "sandbox", "chat"]);

/** The value at a path, looking at own keys only. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const part of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, part)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[part];
  }
  return here;
}

/** What the schema refuses, as problems; the version is told apart. */
export function shapeProblems(kind: Kind, source: Source, issues: readonly Issue[]): Problem[] {
  const found = issues.flatMap((issue) => problemsOf(kind, source, issue, []));
  const seen = new Set<string>();
  return found.filter(({ code, at }) => {
    const key = `${code === "PLAYBOOK_UNKNOWN_KEY" ? code : ""}${at.line}:${at.col}:${code}`;
    const fresh = !seen.has(key) || code === "PLAYBOOK_MISSING_FIELD";
    seen.add(key);
    return fresh;
  });
}

function problemsOf(kind: Kind, source: Source, issue: Issue, base: Path): Problem[] {
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(kind, source, path, key));
  }
  const value = valueAt(source.value, path);
  if (value === undefined) return [missing(source, path)];
  if (path[0] === "promos" && path.length === 3 && path[2] === "give") {
    const problem = giveProblem(source, path, value);
    if (problem) return [problem];
  }
  if (issue.code === "invalid_union") {
    const plain = plainProblem(source, path, value, "string");
    if (plain) return [plain];
    const best = bestOf(issue.errors, value);
    if (best.length > 0) return best.flatMap((each) => problemsOf(kind, source, each, path));
  }
  return [problemOf(source, path, issue, value)];
}

function unknownKey(kind: Kind, source: Source, path: Path, key: string): Problem {
  const there = Object.keys(valueAt(source.value, path) ?? {});
  const keys = keysBeside(kind, path, there);
  const guess = nearest(key, keys);
  const left = keys.filter((each) => !there.includes(each));
  const params = { key, ...(guess ? { guess } : thereAre(left)) };
  return { code: "PLAYBOOK_UNKNOWN_KEY", at: source.locate([...path, key], "key"), params };
}

function missing(source: Source, path: Path): Problem {
  const field = String(path.at(-1));
  const endless = field === "up_to" && path.at(-2) === "wait";
  const open = field === "horizon" && path[0] === "experiments";
  const code: Code = endless
    ? "PLAYBOOK_WAIT_ENDLESS"
    : open
      ? "PLAYBOOK_NO_HORIZON"
      : "PLAYBOOK_MISSING_FIELD";
  return { code, at: source.locate(path.slice(0, -1), "key"), params: { field } };
}

/** A number where a quoted or unit-bearing text belongs. */
function plainProblem(source: Source, path: Path, value: unknown, expected: string) {
  if (typeof value !== "number" || expected !== "string") return undefined;
  const name = String(path.at(-1));
  const at = source.locate(path, "value");
  const params = { value, field: name };
  if (DURATIONS.has(name)) return { code: "PLAYBOOK_DURATION", at, params } as const;
  if (ACCOUNTS.has(name)) return { code: "PLAYBOOK_ID_UNQUOTED", at, params } as const;
  return undefined;
}

/** A map that has none or several of the forms of a `give`. */
function giveProblem(source: Source, path: Path, value: unknown): Problem | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const repeated = Object.hasOwn(value, "every");
  const forms = giveForms.filter(
    (form) => Object.hasOwn(value, form) && !(repeated && form === "off"),
  );
  if (forms.length === 1) return undefined;
  const params = { choices: giveForms.join(", ") };
  return { code: "PLAYBOOK_GIVE", at: source.locate(path, "value"), params };
}

function problemOf(source: Source, path: Path, issue: Issue, value: unknown): Problem {
  // An item of a list is called by the list: its number stands nowhere in the file.
  const field = String(path.findLast((part) => typeof part === "string") ?? "-");
  const shown = typeof value === "object" ? "{}" : String(value);
  const params = { field, value: shown };
  const at = source.locate(path, issue.code === "invalid_key" ? "key" : "value");
  if (issue.code === "invalid_key") {
    const form = issue.issues[0]?.message ?? "";
    const code = isCode(form) ? form : "PLAYBOOK_ID_FORM";
    return { code, at, params: { field, value: field } };
  }
  if (issue.message === "PLAYBOOK_DURATION_LONG") {
    const limit = path[0] === "experiments" ? "3660d" : `999999${shown.trim().slice(-1)}`;
    return { code: issue.message, at, params: { ...params, limit } };
  }
  if (isCode(issue.message)) return { code: issue.message, at, params };
  if (issue.code === "invalid_type") {
    const plain = plainProblem(source, path, value, issue.expected);
    return (
      plain ?? { code: "PLAYBOOK_WRONG_TYPE", at, params: { ...params, expected: issue.expected } }
    );
  }
  if (issue.code === "invalid_value") return choice(at, path, params, issue.values.map(String));
  if (issue.code === "too_small")
    return { code: "PLAYBOOK_TOO_SMALL", at, params: { ...params, limit: Number(issue.minimum) } };
  if (issue.code === "too_big")
    return { code: "PLAYBOOK_TOO_BIG", at, params: { ...params, limit: Number(issue.maximum) } };
  return { code: "PLAYBOOK_WRONG_TYPE", at, params: { ...params, expected: issue.code } };
}

function choice(
  at: Problem["at"],
  path: Path,
  given: { field: string; value: string },
  values: string[],
): Problem {
  const guess = nearest(given.value, values);
  const params = { ...given, choices: values.join(", "), ...(guess ? { guess } : {}) };
  if (path.length === 1 && given.field === "version")
    return { code: "PLAYBOOK_VERSION", at, params };
  return { code: given.field === "role" ? "PLAYBOOK_ROLE" : "PLAYBOOK_CHOICE", at, params };
}
