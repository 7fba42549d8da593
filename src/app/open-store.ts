import { stat } from "node:fs/promises";
import { UserError } from "../core/errors.js";
import { createTally } from "../domain/experiment/data/tally.js";
import type { Playbooks } from "../engine/playbooks.js";
import type { Archive } from "../store/archive.js";
import { type Copied, copyStore } from "../store/copy.js";
import type { Store } from "../store/port.js";

/**
 * Opens the store that SUANPAN_STORE names; adapters are loaded only when configured.
 * @param opening with `resume` it goes on from what the file holds, though its log is gone or damaged.
 */
export async function openStore(
  url: string,
  playbooks: Pick<Playbooks, "current">,
  opening: { readonly resume?: boolean } = {},
): Promise<Store> {
  const tally = createTally((client) => playbooks.current(client)?.playbook.timezone);
  if (isMongo(url)) {
    const { openMongoStore } = await import("../store/mongo/store.js");
    return openMongoStore(url, tally);
  }
  const { openSqliteStore } = await import("../store/sqlite/store.js");
  return openSqliteStore(pathIn(url), tally, opening);
}

const isMongo = (url: string): boolean => /^mongodb(\+srv)?:\/\//.test(url);

/** The file that an address names; undefined for a MongoDB. @throws UserError STORE_UNSUPPORTED */
export const fileIn = (url: string): string | undefined => (isMongo(url) ? undefined : pathIn(url));

/** @throws UserError STORE_UNSUPPORTED */
function pathIn(url: string): string {
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (!path) throw new UserError("STORE_UNSUPPORTED");
  return path;
}

/**
 * Opens a store to be copied or filled, while no bot runs on it. What is to be copied must be there.
 * @throws UserError FILE_NOT_FOUND, and as `openStore`
 */
async function openArchive(url: string, isThere: boolean): Promise<Archive> {
  if (isMongo(url)) {
    const { openMongoArchive } = await import("../store/mongo/archive.js");
    return openMongoArchive(url, { isThere });
  }
  const path = pathIn(url);
  if (isThere && !(await stat(path).catch(() => undefined)))
    throw new UserError("FILE_NOT_FOUND", { path });
  const { openSqliteArchive } = await import("../store/sqlite/archive.js");
  return openSqliteArchive(path);
}

/**
 * Copies a whole store into an empty one, or goes on where a copy broke off, and compares both.
 * @param told of each part, when it was found to be the same on both sides
 * @throws UserError STORE_COPY_…, and those of opening
 */
export async function copyBetween(
  urls: {
    readonly from: string;
    readonly to: string;
    /** Ends when no bot works on the store that is copied; a file is nobody else's while it is open. @throws UserError */
    readonly isAlone: (store: Pick<Store, "sharing">) => Promise<void>;
  },
  told: (copied: Copied) => void,
): Promise<void> {
  const from = await openArchive(urls.from, true);
  try {
    if (isMongo(urls.from)) {
      const store = await openStore(urls.from, { current: () => undefined });
      try {
        await urls.isAlone(store);
      } finally {
        await store.close();
      }
    }
    const to = await openArchive(urls.to, false);
    try {
      await copyStore(from, to, told);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

/** A store that begins empty and ends with the process. */
export const openMemoryStore = (): Promise<Store> =>
  openStore("sqlite::memory:", { current: () => undefined });
