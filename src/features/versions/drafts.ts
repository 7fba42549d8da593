import { createHash } from "node:crypto";
import type { Deps } from "../../engine/feature.js";
import { operatorsRows } from "../../engine/operators-rows.js";
import { ownHash } from "../../playbook/versions/own.js";
import type { PlaybookVersion } from "../../playbook/versions/version.js";
import { compare } from "./compare.js";
import { type Found, shareOf } from "./files.js";
import { objectionsFor } from "./operations.js";
import { chosenIn, type Seen, seenNow, seenOf } from "./seen.js";
import { text } from "./texts.js";

/** So many lines say what it is about; the rest stands behind a command. */
const MOST_LINES = 8;

/**
 * Looks at the files of the clients that this process serves. What was edited and is sound is a draft from now on,
 * and the client's operators hear of it once, in a sentence; of what isn't sound they hear where and why, once for
 * each content. Nothing changes in what runs.
 */
export async function lookAtDrafts(deps: Deps): Promise<void> {
  const found = await deps.files.check();
  const { clients } = deps.owned();
  for (const client of deps.playbooks.clients())
    if (clients.includes(client)) await lookAt(deps, client, found);
}

async function lookAt(deps: Deps, client: string, found: Found): Promise<void> {
  const current = deps.playbooks.current(client);
  if (!current) return;
  const version = found.versions.find(({ playbook }) => playbook.client === client);
  const before = await seenOf(deps.store, client);
  if (version) await lookAtSound(deps, { client, current, version, before });
  else
    await lookAtBroken(deps, {
      client,
      current,
      before,
      lines: shareOf(found, client, false).lines,
    });
}

type Looking = {
  readonly client: string;
  readonly current: PlaybookVersion;
  readonly before: Seen | undefined;
};

async function lookAtSound(
  deps: Deps,
  { client, current, version, before }: Looking & { readonly version: PlaybookVersion },
): Promise<void> {
  const { hash } = version;
  if (before?.hash === hash && before.told === undefined) return;
  const chosen = await chosenIn(deps.store, client);
  const own = ownHash(version, chosen);
  const seen = { own, hash, at: deps.clock.now() };
  const tried = deps.playbooks.canary(client)?.version;
  const isKnown =
    before?.own === own || [current, tried].some((one) => one && ownHash(one, chosen) === own);
  const mended = before?.told === undefined ? undefined : mendedText(current);
  await tell(deps, client, seen, isKnown ? mended : await draftText(deps, current, version));
}

const mendedText = ({ playbook: { client, locale } }: PlaybookVersion): string =>
  text(locale, "draft.mended", { client });

async function draftText(
  deps: Deps,
  current: PlaybookVersion,
  version: PlaybookVersion,
): Promise<string> {
  const { client, locale } = current.playbook;
  const { lines } = await compare(deps.store, current, version, locale);
  const objections = await objectionsFor(deps, version);
  const more = lines.length - MOST_LINES;
  return [
    text(locale, "draft.new", { client, n: lines.length }),
    ...lines.slice(0, MOST_LINES).map((line) => `· ${line}`),
    ...(more > 0 ? [text(locale, "changed.more", { n: more })] : []),
    ...(objections.length > 0
      ? [text(locale, "diff.refused"), ...objections]
      : [text(locale, "draft.next")]),
  ].join("\n");
}

async function lookAtBroken(
  deps: Deps,
  { client, current, before, lines }: Looking & { readonly lines: readonly string[] },
): Promise<void> {
  // Files that are gone may only be on a disk that isn't there for a moment.
  if (lines.length === 0) return;
  const told = createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
  if (before?.told === told) return;
  const { locale } = current.playbook;
  // What warnings there are beside them often goes with the errors.
  const errors = lines.filter((line) => /:\d+:\d+ error /.test(line));
  const more = errors.length - MOST_LINES;
  const said = [
    text(locale, "draft.is-broken", { client }),
    ...errors.slice(0, MOST_LINES),
    ...(more > 0 ? [text(locale, "changed.more", { n: more })] : []),
  ].join("\n");
  const { own, hash } = before ?? {
    own: ownHash(current, await chosenIn(deps.store, client)),
    hash: current.hash,
  };
  await tell(deps, client, { own, hash, at: deps.clock.now(), told }, said);
}

async function tell(
  deps: Deps,
  client: string,
  seen: Seen,
  said: string | undefined,
): Promise<void> {
  const key = `draft:${seen.told ?? seen.own}:${seen.at}`;
  const outbox = said === undefined ? [] : await operatorsRows(deps, { client, text: said, key });
  await deps.store.commit({ client, changes: [seenNow(seen)], outbox, facts: [] });
}
