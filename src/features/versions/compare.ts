import type { Lang } from "../../core/i18n.js";
import { type Difference, differencesOf } from "../../playbook/versions/difference.js";
import { concerned, differenceText, type InPool } from "../../playbook/versions/difference-text.js";
import { ownOf } from "../../playbook/versions/own.js";
import type { PlaybookVersion } from "../../playbook/versions/version.js";
import type { Store } from "../../store/port.js";
import { chosenIn } from "./seen.js";

/** In what a version differs from another of the same client. */
export type Comparison = {
  readonly differences: readonly Difference[];
  /** A line each. */
  readonly lines: readonly string[];
  /** In how many of the client's groups any of it is felt. */
  readonly groups: number;
};

/** Compares what is the client's own of two versions. */
export async function compare(
  store: Store,
  before: PlaybookVersion,
  now: PlaybookVersion,
  lang: Lang = now.playbook.locale,
): Promise<Comparison> {
  const { client } = now.playbook;
  const chosen = await chosenIn(store, client);
  const groups = await groupsOf(store, client);
  const differences = differencesOf(ownOf(before, chosen), ownOf(now, chosen));
  const felt = new Set(differences.flatMap((one) => concerned(one, groups) ?? []));
  const lines = differences.map((one) => differenceText(one, { lang, groups }));
  return { differences, lines, groups: felt.size };
}

async function groupsOf(store: Store, client: string): Promise<readonly InPool[]> {
  const all = await store.list(client, "group");
  return all.flatMap(({ key: id, value }) =>
    value.unbound || value.gone ? [] : { id, pool: value.pool },
  );
}
