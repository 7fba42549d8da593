import { type Code, messages } from "./codes.js";
import type { Lang } from "./message.js";
import { redact } from "./secrets.js";

/** A place in a file, both from 1. */
export type Spot = { readonly line: number; readonly col: number };
export type Params = Readonly<Record<string, string | number>>;
/** A mistake before it is put into words. */
export type Problem = {
  readonly code: Code;
  readonly at: Spot;
  readonly params?: Params;
  /** The arm, or the arms that meet, in whose playbook it is wrong. */
  readonly arm?: string;
};
/** A mistake as the user sees it. */
export type Finding = {
  readonly code: Code;
  readonly severity: "error" | "warning";
  readonly file: string;
  readonly line: number;
  readonly col: number;
  readonly message: string;
  readonly fix?: string;
};

/** Puts a problem into the user's language; secrets are blotted out of every sentence. */
export function toFinding(file: string, problem: Problem, lang: Lang): Finding {
  const [severity, zh, en, fixZh, fixEn] = messages[problem.code];
  const params = problem.params ?? {};
  const fix = lang === "en" ? fixEn : fixZh;
  const where =
    problem.arm && (lang === "en" ? ` (arm ${problem.arm})` : `（实验组 ${problem.arm}）`);
  const known = own(params, "known");
  const whole = fix !== undefined && !missing(fix, params) ? fix : undefined;
  const done = whole ?? (known === undefined ? undefined : KNOWN[lang]);
  return {
    code: problem.code,
    severity,
    file,
    ...problem.at,
    message: redact(fill(lang === "en" ? en : zh, params) + (where ?? "")),
    ...(done === undefined ? {} : { fix: redact(fill(done, params)) }),
  };
}

/** What to do where nothing near was meant. */
const KNOWN: Readonly<Record<Lang, string>> = {
  "zh-CN": "可以写：{known}",
  en: "there are: {known}",
};
const MOST = 12;

/** The param that tells what there is, for a name that is near none of it; nothing where there is none. */
export function thereAre(choices: readonly string[]): { readonly known?: string } {
  if (choices.length === 0) return {};
  const more = choices.length > MOST ? ", …" : "";
  return { known: choices.slice(0, MOST).join(", ") + more };
}

const SLOT = /\{(\w+)\}/g;
const own = (params: Params, name: string): string | number | undefined =>
  Object.hasOwn(params, name) ? params[name] : undefined;

function fill(template: string, params: Params): string {
  return template.replace(SLOT, (_, name: string) =>
    String(own(params, name) ?? "?").slice(0, 200),
  );
}

/** A fix that names something unknown, such as a suggestion nobody has, is left out. */
function missing(template: string, params: Params): boolean {
  return [...template.matchAll(SLOT)].some((slot) => own(params, slot[1] ?? "") === undefined);
}
