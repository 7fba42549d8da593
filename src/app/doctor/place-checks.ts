import { access, constants, stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../../core/errors.js";
import type { Config } from "../config.js";
import { fileIn } from "../open-store.js";
import { bad, type Checked, ok, warn } from "./checked.js";

const MB = 1024 * 1024;
/** Below this a busy day fills the disk. */
const LEAST_MB = 100;
const SCARCE_MB = 1_024;
const PATIENCE_MS = 5_000;

/** The database is looked at and nothing is changed; a bot that works on it keeps it. */
export async function storeCheck({ store }: Config): Promise<readonly Checked[]> {
  const path = fileIn(store);
  if (path === undefined) {
    const { connect } = await import("../../store/mongo/connection.js");
    const { server, where } = await connect(store);
    await server.close();
    return [ok("DOCTOR_STORE_MONGODB", { where })];
  }
  const { lookAt } = await import("../../store/sqlite/look.js");
  const found = await lookAt(path);
  if (found === "in use") return [ok("DOCTOR_STORE_IN_USE", { path })];
  if (found === "sound") return [ok("DOCTOR_STORE", { path })];
  const folder = await nearestFolder(path);
  const isOurs = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isOurs) throw new UserError("STORE_FOLDER_READONLY", { folder });
  return [ok("DOCTOR_STORE_NEW", { path })];
}

/** Room for the data to grow, and once more for a backup or for what SQLite writes anew. */
export async function diskCheck({ store }: Config): Promise<readonly Checked[]> {
  const path = fileIn(store) ?? "data/";
  const folder = await nearestFolder(path);
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / MB);
  const size = Math.ceil(((await stat(path).catch(() => undefined))?.size ?? 0) / MB);
  const params = { folder, free, size };
  if (free < LEAST_MB) return [bad("DOCTOR_DISK_FULL", params)];
  return [free < SCARCE_MB + size ? warn("DOCTOR_DISK_SCARCE", params) : ok("DOCTOR_DISK", params)];
}

/** The folder in which it is or will be, or the next one above that there is. */
async function nearestFolder(path: string): Promise<string> {
  let folder = dirname(resolve(path));
  while (!(await stat(folder).catch(() => undefined))) folder = dirname(folder);
  return folder;
}

/** Whether the address is free, or has a bot behind it already. */
export async function httpCheck({ http: address }: Config): Promise<readonly Checked[]> {
  if (address === undefined) return [ok("DOCTOR_HTTP_OFF")];
  const { tryAddress } = await import("../../web/hooks/serve.js");
  try {
    await tryAddress(address);
    return [ok("DOCTOR_HTTP", { address })];
  } catch (error) {
    if (!(error instanceof UserError && error.code === "HTTP_PORT_BUSY")) throw error;
    const status = await healthAt(address);
    if (status === undefined) throw error;
    return [
      status === 200 ? ok("DOCTOR_HTTP_BOT", { address }) : warn("DOCTOR_HTTP_ILL", { address }),
    ];
  }
}

/** What a bot there says of itself, as a status; undefined where no bot answers. */
async function healthAt(address: string): Promise<number | undefined> {
  try {
    const url = `http://${address.replace(/^0\.0\.0\.0:|^\[::\]:/, "127.0.0.1:")}/healthz`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const health = (await answer.json()) as { readonly accounts?: unknown };
    return Array.isArray(health.accounts) ? answer.status : undefined;
  } catch {
    return undefined;
  }
}
