import type { Lang, Params } from "../../core/i18n.js";
import { shownControls } from "../../core/outside-text.js";
import { type Code, type Severity, severities } from "./codes.js";
import { redact } from "./secrets.js";
import { text } from "./texts.js";

export type { Params } from "../../core/i18n.js";

/** A place in a file, both from 1. */
export type Spot = { readonly line: number; readonly col: number };
/** A mistake before it is put into words. */
export type Problem = {
  readonly code: Code;
  readonly at: Spot;
  readonly params?: Params;
  /** The arm, or the arms that meet, in whose playbook it is wrong. */
  readonly arm?: string;
  /** The params that tell of other clients, or of what is no client's. */
  readonly others?: readonly string[];
};
/** A mistake as the user sees it. */
export type Finding = {
  readonly code: Code;
  readonly severity: Severity;
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly message: string;
  readonly fix?: string;
};

/** Puts a problem into the user's language; no sentence shows a secret. */
export function toFinding(file: string, problem: Problem, lang: Lang): Finding {
  const { code, params = {} } = problem;
  return findingOf(file, problem, { lang, params, says: (its) => text(lang, code, its) });
}

/** A problem as one client hears it: not a word of others. */
export function toApartFinding(file: string, problem: Problem, lang: Lang): Finding {
  const { code, params = {}, others = [] } = problem;
  if (others.length === 0) return toFinding(file, problem, lang);
  const own = Object.entries(params).filter(([name]) => !others.includes(name));
  const apart = `${code}.apart` as const;
  const says = (its: Params) => (text.has(apart) ? text(lang, apart, its) : text(lang, code, its));
  return findingOf(file, problem, { lang, params: Object.fromEntries(own), says });
}

type Telling = {
  readonly lang: Lang;
  readonly params: Params;
  readonly says: (params: Params) => string;
};

function findingOf(file: string, { code, at, arm }: Problem, telling: Telling): Finding {
  const { lang } = telling;
  const params = shortened(telling.params);
  const says = telling.says(params);
  const message = arm === undefined ? says : text(lang, "in-arm", { message: says, arm });
  const fix = fixOf(code, params, lang);
  return {
    code,
    severity: severities[code],
    file: shownControls(file),
    ...at,
    message: redact(message),
    ...(fix === undefined ? {} : { fix: redact(fix) }),
  };
}

/** What to do. A fix that needs what isn't known, such as a guess nobody has, gives way to what there is. */
function fixOf(code: Code, params: Params, lang: Lang): string | undefined {
  const has = (slot: string) => Object.hasOwn(params, slot);
  const fix = `${code}.fix` as const;
  if (text.has(fix) && text.slots(lang, fix).every(has)) return text(lang, fix, params);
  return has("known") ? text(lang, "known", params) : undefined;
}

const MOST = 12;

/** The param that tells what there is, for a name that is near none of it; nothing where there is none. */
export function thereAre(choices: readonly string[]): { readonly known?: string } {
  if (choices.length === 0) return {};
  const more = choices.length > MOST ? ", …" : "";
  return { known: choices.slice(0, MOST).join(", ") + more };
}

const LONGEST = 200;

/** The params that are known, none too long to read. */
function shortened(params: Params): Params {
  const known = Object.entries(params).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    known.map(([name, value]) => [name, shownControls(String(value).slice(0, LONGEST))]),
  );
}
