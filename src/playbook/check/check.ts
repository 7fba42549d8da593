import type { Lang } from "../../core/i18n.js";
import type { Persona } from "../../domain/persona/schema.js";
import type { PromoBook } from "../../domain/promo/schema.js";
import { accountsProblems, unknownAccounts } from "../accounts/check.js";
import type { AccountEntry } from "../accounts/schema.js";
import { type Finding, type Problem, toApartFinding, toFinding } from "../findings/finding.js";
import type { Env } from "../read/env.js";
import { type File, type Loaded, load, playbookForm } from "../read/load.js";
import type { Source } from "../read/read.js";
import { valueAt } from "../read/shape.js";
import { entries, placeProblems, valueProblems } from "../read/values.js";
import { type Playbook, sectionsInUse } from "../schema.js";
import { armProblems } from "./arms.js";
import { byClient, type ClientFiles, othersVoices } from "./by-client.js";
import { experimentProblems } from "./experiments.js";
import { orderTagProblems } from "./order-tags.js";
import { promoProblems } from "./promos.js";
import { type Personas, referenceProblems } from "./references.js";
import { scriptProblems } from "./scripts.js";
import { sharedChatProblems } from "./shared-chats.js";
import { personaProblems, spokenProblems, titleProblems } from "./templates.js";
import { twins } from "./twins.js";
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
  /** The same, of each client apart and without a word of others. */
  readonly clients: readonly ClientFiles[];
  readonly playbooks: { path: string; playbook: Playbook; text: string }[];
  readonly personas: { path: string; persona: Persona; text: string }[];
  /** The accounts of the installation, where a file lists them. */
  readonly accounts: readonly AccountEntry[] | undefined;
  /** Files of promos alone. */
  readonly promos: { path: string; book: PromoBook }[];
};

/** Checks playbooks and personas together and finds all mistakes in one run. Pure; never throws. */
export function checkFiles(files: readonly File[], options: Options): Checked {
  const loaded = files.map(load);
  const found = loaded.flatMap((each) => {
    const problems = [
      ...each.problems,
      ...meaning(each, loaded, options),
      ...twins(each, loaded),
      ...sharedChats(each, loaded, options),
    ];
    return sorted(problems).map((problem) => [each.file.path, problem, options.lang] as const);
  });
  const findings = found.map((one) => toFinding(...one));
  return {
    ok: !findings.some(({ severity }) => severity === "error"),
    findings,
    clients: byClient(
      loaded,
      found.map((one) => toApartFinding(...one)),
    ),
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
    accounts: accountsIn(loaded),
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
  if (each.kind === "accounts") return accountsProblems(each.source, each.value, options.env);
  const { source, value } = each;
  // Of a section that stands twice only one was read.
  const twice = each.problems.some(({ code }) => code === "PLAYBOOK_DUPLICATE_KEY");
  const clients = all.flatMap((one) => (one.kind === "playbook" ? (one.value?.client ?? []) : []));
  const own = (one: Source, playbook: Playbook) => [
    ...valueProblems(one, playbook, { env: options.env, clients }),
    ...referenceProblems(one, playbook, {
      personas: personasOf(all),
      isOthers: othersVoices(each, all),
    }),
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
    ...unknownAccounts(source, value, accountsIn(all)),
    ...experimentProblems(source, value),
    ...armProblems(source, value, patched),
  ];
}

const accountsIn = (all: readonly Loaded[]): readonly AccountEntry[] | undefined =>
  all.flatMap((each) => (each.kind === "accounts" && each.clean ? [each.value?.accounts] : []))[0];

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
    if (each.kind !== "persona" && each.kind !== "unreadable") continue;
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
