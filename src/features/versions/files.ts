import type { PlaybookVersion } from "../../playbook/versions/version.js";

declare module "../../engine/feature.js" {
  interface Deps {
    readonly files: Files;
  }
}

/** The playbooks and personas that operators write. */
export type Files = {
  /** Reads the files again: all that was found, the versions of the clients without errors, and each client's share. */
  readonly check: () => Promise<Found>;
  /** Reads a version again from its content, as it was stored. @returns undefined where this program can't any more */
  readonly read: (content: string) => PlaybookVersion | undefined;
  /** Changes whenever a file does; without it nobody watches them. */
  readonly stamp?: () => Promise<string>;
};
export type Found = Usable & {
  readonly versions: readonly PlaybookVersion[];
  readonly clients?: readonly (Usable & { readonly client: string })[];
};

/** Findings as printed by `suanpan check`, and whether the files are usable. */
export type Usable = { readonly ok: boolean; readonly lines: readonly string[] };

/** What somebody of a client may hear of what was found. */
export function shareOf(found: Found, client: string, tellsAll: boolean): Usable {
  if (tellsAll || !found.clients) return { ok: found.ok, lines: found.lines };
  const own = found.clients.find((one) => one.client === client);
  return { ok: own?.ok ?? false, lines: own?.lines ?? [] };
}
