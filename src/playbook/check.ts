import type { Persona } from "../persona/schema.js";
import type { Lang } from "./codes.js";
import { type Finding, type Problem, toFinding } from "./finding.js";
import { type File, type Loaded, load } from "./load.js";
import { type Personas, referenceProblems } from "./references.js";
import type { Playbook } from "./schema.js";
import { scriptProblems } from "./scripts.js";
import { valueAt } from "./shape.js";
import { personaProblems, titleProblems } from "./templates.js";
import { lineUses } from "./uses.js";
import { entries, valueProblems } from "./values.js";

/** Looks an environment variable up. */
export type Env = (name: string) => string | undefined;
export type Options = { readonly lang: Lang; readonly env: Env };
/** What a check found; only files without a mistake in their form are handed out. */
export type Checked = {
  readonly ok: boolean;
  readonly findings: Finding[];
  readonly playbooks: { path: string; playbook: Playbook; text: string }[];
  readonly personas: { path: string; persona: Persona; text: string }[];
};

/** Checks playbooks and personas together and finds all mistakes in one run. Pure; never throws. */
export function checkFiles(files: readonly File[], options: Options): Checked {
  const loaded = files.map(load);
  const findings = loaded.flatMap((each) => {
    const problems = [
      ...each.problems,
      ...meaning(each, loaded, options.env),
      ...twins(each, loaded),
    ];
    return sorted(problems).map((problem) => toFinding(each.file.path, problem, options.lang));
  });
  return {
    ok: !findings.some(({ severity }) => severity === "error"),
    findings,
    playbooks: loaded.flatMap((each) =>
      each.kind === "playbook" && each.clean && each.value
        ? [{ ...each.file, playbook: each.value }]
        : [],
    ),
    personas: loaded.flatMap((each) =>
      each.kind === "persona" && each.clean && each.value
        ? [{ ...each.file, persona: each.value }]
        : [],
    ),
  };
}

function meaning(each: Loaded, all: readonly Loaded[], env: Env): Problem[] {
  if (each.kind === "unreadable" || !each.value) return [];
  if (each.kind === "persona")
    return personaProblems(each.source, each.value, memberless(each.value.id, all));
  const { source, value } = each;
  return [
    ...valueProblems(source, value, env),
    ...referenceProblems(source, value, personasOf(all)),
    ...scriptProblems(source, value),
    ...titleProblems(source, value),
  ];
}

/** The persona's lines that some playbook says where no member is known. */
function memberless(persona: string, all: readonly Loaded[]): Set<string> {
  const uses = all.flatMap((each) =>
    each.kind === "playbook" && each.value?.persona === persona ? lineUses(each.value) : [],
  );
  return new Set(uses.filter(({ member }) => !member).map(({ id }) => id));
}

/** Known personas; an unreadable file may be the persona it is named after. */
function personasOf(all: readonly Loaded[]): Personas {
  const known = new Map<string, readonly string[] | undefined>();
  for (const each of all) {
    if (each.kind === "playbook") continue;
    const named = each.file.path.replace(/^.*[\\/]/, "").replace(/\.ya?ml$/, "");
    const id = each.kind === "persona" ? valueAt(each.source.value, ["id"]) : named;
    const lines =
      each.kind === "persona"
        ? Object.keys(entries(valueAt(each.source.value, ["lines"])))
        : undefined;
    known.set(typeof id === "string" ? id : named, lines);
  }
  return known;
}

/** Ids that another file before this one has taken. */
function twins(each: Loaded, all: readonly Loaded[]): Problem[] {
  if (each.kind === "unreadable") return [];
  const key = each.kind === "playbook" ? "client" : "id";
  const idOf = (one: Loaded) =>
    one.kind === each.kind && "source" in one ? valueAt(one.source.value, [key]) : undefined;
  const id = idOf(each);
  const other = all.slice(0, all.indexOf(each)).find((one) => id !== undefined && idOf(one) === id);
  if (!other) return [];
  const code = each.kind === "playbook" ? "PLAYBOOK_CLIENT_TWICE" : "PLAYBOOK_PERSONA_TWICE";
  return [
    {
      code,
      at: each.source.locate([key], "value"),
      params: { id: String(id), other: other.file.path },
    },
  ];
}

/** In reading order, each once. */
function sorted(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...unique.values()].sort((a, b) => a.at.line - b.at.line || a.at.col - b.at.col);
}
