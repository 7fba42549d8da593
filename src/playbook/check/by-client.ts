import { shownControls } from "../../core/outside-text.js";
import type { Finding } from "../findings/finding.js";
import type { Loaded } from "../read/load.js";
import { valueAt } from "../read/shape.js";
import { isOthersVoice, speakersOf } from "../versions/speakers.js";

/** What was found in one client's own files: its playbooks, and the personas that speak in them. */
export type ClientFiles = {
  readonly client: string;
  /** Without errors. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
};

/**
 * What each client's files come to, by its id. A file that is beyond reading is of the client that its text still
 * names, else of the one whose folder it stands in. Files that are of no client, such as accounts.yaml, are in none.
 * @param findings as a client hears them: not a word of others
 */
export function byClient(
  loaded: readonly Loaded[],
  findings: readonly Finding[],
): readonly ClientFiles[] {
  const all = new Map<string, Set<string>>();
  for (const each of loaded) {
    const client = clientOf(each);
    if (client === undefined) continue;
    const files = all.get(client) ?? new Set<string>();
    files.add(shownControls(each.file.path));
    const speakers = speakersIn(each);
    for (const one of loaded)
      if (speakers.has(personaIn(one) ?? "")) files.add(shownControls(one.file.path));
    all.set(client, files);
  }
  return [...all].map(([client, files]) => {
    const its = findings.filter(({ file }) => files.has(file));
    return { client, ok: !its.some(({ severity }) => severity === "error"), findings: its };
  });
}

const folderOf = (path: string): string | undefined =>
  /([^\\/]+)[\\/]playbook\.ya?ml$/.exec(path)?.[1];
/** A folder that can't be looked into is the client's that it is named after. */
const folderItself = (path: string): string | undefined => /([^\\/.]+)$/.exec(path)?.[1];

function clientOf(each: Loaded): string | undefined {
  const { path, text } = each.file;
  if (each.kind === "playbook") {
    const id = valueAt(each.source.value, ["client"]);
    return typeof id === "string" ? id : folderOf(path);
  }
  if (each.kind !== "unreadable") return undefined;
  return (
    /^["']?client["']?\s*:\s*["']?([a-z0-9-]+)/m.exec(text)?.[1] ??
    folderOf(path) ??
    folderItself(path)
  );
}

/** The persona that a file is; one that is beyond reading may be the one that it is named after. */
function personaIn(each: Loaded): string | undefined {
  const named = each.file.path.replace(/^.*[\\/]/, "").replace(/\.ya?ml$/, "");
  if (each.kind === "unreadable") return named;
  if (each.kind !== "persona") return undefined;
  const id = valueAt(each.source.value, ["id"]);
  return typeof id === "string" ? id : named;
}

const speakersIn = (each: Loaded): ReadonlySet<unknown> =>
  each.kind === "playbook" ? speakersOf(each.source.value) : new Set();

/** The personas that speak in nobody's playbook but others'. */
export function othersVoices(each: Loaded, all: readonly Loaded[]): (persona: string) => boolean {
  const own = speakersIn(each);
  const others = all.filter((one) => one !== each).map(speakersIn);
  return (persona) => isOthersVoice(persona, own, others);
}
