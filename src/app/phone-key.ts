import { createHash, randomBytes } from "node:crypto";
import { open, readFile, realpath } from "node:fs/promises";
import { UserError } from "../core/errors.js";
import { type Store, SYSTEM } from "../store/port.js";
import type { Config } from "./config.js";
import { fileIn } from "./open-store.js";

declare module "../core/record.js" {
  interface Records {
    /** By which key phones are hashed; kept under `@system`. */
    "phone-key": {
      /** Tells one key from another, and gives away neither. */
      readonly check: string;
      /** The key itself, where no file beside the database holds it and no variable does. */
      readonly key?: string;
    };
  }
}

type Of = Pick<Config, "store" | "secret">;
const RECORD = "phones";
const SHORTEST = 16;

/** Where the key lies of a database that is a file: beside it, so that no copy of the database holds it. */
export const keyFileOf = (database: string): string => `${database}.secret`;

/**
 * The key of the installation by which phone numbers are hashed: `SUANPAN_SECRET`; else that of the file beside the
 * database, or of the MongoDB. It is made at the first start.
 * @throws UserError SECRET_SHORT, SECRET_MISSING, SECRET_OTHER, SECRET_UNWRITABLE
 */
export async function openPhoneKey({ store: url, secret }: Of, store: Store): Promise<string> {
  const known = await store.get(SYSTEM, "phone-key", RECORD);
  if (secret !== undefined) {
    if (secret.length < SHORTEST) throw new UserError("SECRET_SHORT", { least: SHORTEST });
    return noted(store, secret, known?.value.check, "SUANPAN_SECRET");
  }
  const database = fileIn(url);
  if (database === undefined) return keyInStore(store);
  if (database === ":memory:") return randomBytes(32).toString("hex");
  const path = keyFileOf(await realpath(database).catch(() => database));
  const found = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new UserError("FILE_UNREADABLE", { path });
  });
  const key = found?.trim();
  if (key) return noted(store, key, known?.value.check, path);
  // An empty file is the word of whoever has lost the key: a new one is wanted.
  if (known && known.value.key === undefined && found === undefined)
    throw new UserError("SECRET_MISSING", { path });
  // What was copied from a MongoDB brings its key along.
  const made = await makeFile(path, known?.value.key ?? randomBytes(32).toString("hex"));
  return noted(store, made, undefined, path);
}

/** Nobody else reads it. @throws UserError SECRET_UNWRITABLE */
async function makeFile(path: string, key: string): Promise<string> {
  try {
    const file = await open(path, "w", 0o600);
    try {
      await file.writeFile(`${key}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "";
    throw new UserError("SECRET_UNWRITABLE", { path, reason });
  }
  return key;
}

/** Every process has the same; of two that make one at once the first one's stands. */
async function keyInStore(store: Store): Promise<string> {
  for (;;) {
    const known = await store.get(SYSTEM, "phone-key", RECORD);
    if (known?.value.key !== undefined) return known.value.key;
    // It was brought along from elsewhere, where the key was no part of it.
    if (known) throw new UserError("SECRET_ELSEWHERE");
    const key = randomBytes(32).toString("hex");
    const value = { check: checkOf(key), key };
    const put = { op: "put", kind: "phone-key", key: RECORD, value, rev: 0 } as const;
    await store.commit({ client: SYSTEM, changes: [put], outbox: [], facts: [] });
  }
}

/** @throws UserError SECRET_OTHER where phones are known by another key */
async function noted(store: Store, key: string, before: string | undefined, where: string) {
  const check = checkOf(key);
  if (before !== undefined && before !== check) throw new UserError("SECRET_OTHER", { where });
  if (before === undefined) {
    const put = { op: "put", kind: "phone-key", key: RECORD, value: { check } } as const;
    await store.commit({ client: SYSTEM, changes: [put], outbox: [], facts: [] });
  }
  return key;
}

const checkOf = (key: string): string =>
  createHash("sha256").update(`which key: ${key}`).digest("hex").slice(0, 16);
