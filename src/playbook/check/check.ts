import type { Lang } from "../../core/i18n.js";
import type { Persona } from "../../domain/persona/schema.js";
import type { PromoBook } from "../../domain/promo/schema.js";
import { type Finding, type Problem, toFinding } from "../findings/finding.js";
import { type Env, prefixOf } from "../read/env.js";
import { type File, type Loaded, load, playbookForm } from "../read/load.js";
import type { Source } from "../read/read.js";
import { valueAt } from "../read/shape.js";
import { entries, placeProblems, valueProblems } from "../read/values.js";
import { type Playbook, sectionsInUse } from "../schema.js";
import { armProblems } from "./arms.js";
import { experimentProblems } from "./experiments.js";
import { orderTagProblems } from "./order-tags.js";
import { promoProblems } from "./promos.js";
import { type Personas, referenceProblems } from "./references.js";
import { scriptProblems } from "./scripts.js";
import { sharedChatProblems } from "./shared-chats.js";
import { personaProblems, spokenProblems, titleProblems } from "./templates.js";
import { lineUses, type Topic, topics } from "./uses.js";

export type Options = {
  readonly lang: Lang;
  readonly env: Env;
  /** For what is past already; without it nothing is. */
  readonly now?: number;
};
/** What a check found; only files without a mistake in their form are handed out. */
export type Checked = {
  readonly ok: boolean;
  readonly findings: Finding[];
  readonly playbooks: { path: string; playbook: Playbook; text: string }[];
  readonly personas: { path: string; persona: Persona; text: string }[];
  /** Files of promos alone. */
  readonly promos: { path: string; book: PromoBook }[];
};

/** Checks playbooks and personas together and finds all mistakes in one run. Pure; never throws. */
export function checkFiles(files: readonly File[], options: Options): Checked {
  const loaded = files.map(load);
  const findings = loaded.flatMap((each) => {
    const problems = [
      ...each.problems,
      ...meaning(each, loaded, options),
      ...twins(each, loaded),
      ...sharedChats(each, loaded, options),
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
    promos: loaded.flatMap((each) =>
      each.kind === "promos" && each.clean && each.value
        ? [{ path: each.file.path, book: each.value }]
        : [],
    ),
  };
}

/**
 * Checks the promos of one file, a playbook or a file of promos alone, without the personas that a
 * playbook needs. `book` is there when no error was found.
 */
export function checkPromos(
  file: File,
  options: Options,
): { findings: Finding[]; book?: PromoBook } {
  const loaded = load(file);
  const quiet = loaded.kind === "playbook" ? loaded.value?.quiet : undefined;
  const book = loaded.kind === "playbook" || loaded.kind === "promos" ? loaded.value : undefined;
  const problems = [...loaded.problems];
  if (!book && loaded.kind !== "unreadable" && problems.length === 0)
    problems.push({ code: "PLAYBOOK_KIND", at: { line: 1, col: 1 } });
  if (book && "source" in loaded)
    problems.push(
      ...placeProblems(loaded.source),
      ...promoProblems(loaded.source, book, { quiet, now: options.now }),
    );
  const findings = sorted(problems).map((problem) => toFinding(file.path, problem, options.lang));
  const broken = findings.some(({ severity }) => severity === "error");
  return { findings, ...(book && !broken ? { book } : {}) };
}

function meaning(each: Loaded, all: readonly Loaded[], options: Options): Problem[] {
  if (each.kind === "unreadable" || !each.value) return [];
  if (each.kind === "persona")
    return personaProblems(each.source, each.value, topicsOf(each.value.id, all));
  const { now } = options;
  if (each.kind === "promos")
    return [...placeProblems(each.source), ...promoProblems(each.source, each.value, { now })];
  const { source, value } = each;
  // Of a section that stands twice only one was read.
  const twice = each.problems.some(({ code }) => code === "PLAYBOOK_DUPLICATE_KEY");
  const clients = all.flatMap((one) => (one.kind === "playbook" ? (one.value?.client ?? []) : []));
  const own = (one: Source, playbook: Playbook) => [
    ...valueProblems(one, playbook, { env: options.env, clients }),
    ...referenceProblems(one, playbook, personasOf(all)),
    ...scriptProblems(one, playbook),
    ...promoProblems(one, playbook, { quiet: playbook.quiet, now }),
    ...titleProblems(one, playbook),
    ...sectionsInUse().flatMap(({ check }) => check?.(one, playbook) ?? []),
    ...(twice ? [] : orderTagProblems(one, playbook)),
  ];
  const patched = (one: Source) => {
    const { problems, value: playbook } = playbookForm(one);
    if (!playbook) return problems;
    const persona = voices(all).find(({ id }) => id === playbook.persona);
    return [...problems, ...own(one, playbook), ...spokenProblems(one, playbook, persona)];
  };
  return [
    ...own(source, value),
    ...experimentProblems(source, value),
    ...armProblems(source, value, patched),
  ];
}

const voices = (all: readonly Loaded[]): Persona[] =>
  all.flatMap((each) => (each.kind === "persona" && each.value ? [each.value] : []));

/**
 * What is known wherever a playbook with this persona says a line; of a line that none says, what is known
 * where other playbooks say it. A line nobody says can't be judged and may speak of everything.
 */
function topicsOf(persona: string, all: readonly Loaded[]): (line: string) => readonly Topic[] {
  const playbooks = all.flatMap((each) =>
    each.kind === "playbook" && each.value ? [each.value] : [],
  );
  const own = playbooks.filter((playbook) => playbook.persona === persona).flatMap(lineUses);
  const others = playbooks.flatMap(lineUses);
  return (line) => {
    const here = own.filter(({ id }) => id === line);
    const uses = here.length > 0 ? here : others.filter(({ id }) => id === line);
    const [first, ...rest] = uses;
    if (!first) return topics;
    return first.knows.filter((topic) => rest.every(({ knows }) => knows.includes(topic)));
  };
}

/** Known personas; an unreadable file may be the persona it is named after. */
function personasOf(all: readonly Loaded[]): Personas {
  const known = new Map<string, readonly string[] | undefined>();
  for (const each of all) {
    if (each.kind === "playbook" || each.kind === "promos") continue;
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
  if (each.kind === "unreadable" || each.kind === "promos") return [];
  const key = each.kind === "playbook" ? "client" : "id";
  const idOf = (one: Loaded) =>
    one.kind === each.kind && "source" in one ? valueAt(one.source.value, [key]) : undefined;
  const id = idOf(each);
  const before = all.slice(0, all.indexOf(each));
  const other = before.find((one) => id !== undefined && idOf(one) === id);
  if (!other) return alikeClients(each, before);
  const code = each.kind === "playbook" ? "PLAYBOOK_CLIENT_TWICE" : "PLAYBOOK_PERSONA_TWICE";
  return [
    {
      code,
      at: each.source.locate([key], "value"),
      params: { id: String(id), other: other.file.path },
    },
  ];
}

/** Clients whose variables begin alike, so that each could read the other's. */
function alikeClients(each: Loaded, before: readonly Loaded[]): Problem[] {
  if (each.kind !== "playbook") return [];
  const clientOf = (one: Loaded) =>
    one.kind === "playbook" ? String(valueAt(one.source.value, ["client"])) : "";
  const id = clientOf(each);
  const other = before.map(clientOf).find((one) => one && prefixOf(one) === prefixOf(id));
  if (!other) return [];
  const at = each.source.locate(["client"], "value");
  return [{ code: "PLAYBOOK_CLIENT_ALIKE", at, params: { id, other, prefix: prefixOf(id) } }];
}

/** Chats of a client that another file before this one lists for another. */
function sharedChats(each: Loaded, all: readonly Loaded[], { env }: Options): Problem[] {
  if (each.kind !== "playbook" || !each.value) return [];
  const before = all
    .slice(0, all.indexOf(each))
    .flatMap((one) => (one.kind === "playbook" && one.value ? [one.value] : []));
  return sharedChatProblems(each.source, each.value, { before, env });
}

/** In reading order, each once. */
function sorted(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...unique.values()].sort((a, b) => a.at.line - b.at.line || a.at.col - b.at.col);
}
