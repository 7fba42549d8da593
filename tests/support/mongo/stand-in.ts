import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { runFile } from "../run-file.js";

const HERE = import.meta.dirname;
const VERSION = "0.7.0b3";
/** Those for which the stand-in has wheels. */
const PYTHONS = ["3.10", "3.11", "3.12", "3.13"];
/** It has no option for how long a transaction may take, 60 s; it looks whenever there is another. */
const main = (seconds = 60) =>
  `import secantus.server as s
s.SecantusDBServer.__init__.__kwdefaults__["transaction_lifetime_seconds"] = ${seconds}
from secantus.cli import main; main()`;

/** A server that speaks as a replica set of one, and how to end it. */
export type StandIn = {
  readonly url: string;
  /** As `kill -9`, or as it would end by itself. @returns when it has ended. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
  readonly folder: string;
  readonly port: number;
};

/** A Python that the stand-in runs on. @throws Error that says what to do */
async function findPython(): Promise<{ readonly command: string; readonly version: string }> {
  const names = process.platform === "win32" ? ["python"] : ["python3"];
  for (const command of [...names, ...PYTHONS.map((version) => `python${version}`)]) {
    const found = await runFile(command, ["--version"]).catch(() => undefined);
    const version = /^Python (\d+\.\d+)/.exec(found ?? "")?.[1];
    if (version !== undefined && PYTHONS.includes(version)) return { command, version };
  }
  throw new Error(
    `no Python ${PYTHONS[0]} to ${PYTHONS.at(-1)}: install one with venv, or name a server in MONGODB_URL`,
  );
}

/** Makes the virtual environment once. @returns its Python. @throws Error that says what to do */
export async function installStandIn(): Promise<string> {
  const { command, version } = await findPython();
  const cache = join("node_modules", ".cache", "suanpan");
  const home = join(cache, `secantusdb-${VERSION}-python${version}`);
  const inside = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
  const python = join(home, ...inside);
  if (existsSync(python)) return python;
  await mkdir(cache, { recursive: true });
  const made = await mkdtemp(join(cache, "making-"));
  try {
    await runFile(command, ["-m", "venv", made]);
    const pip = (...rest: string[]) =>
      runFile(join(made, ...inside), ["-m", "pip", "install", "--quiet", ...rest]);
    await pip("--only-binary", ":all:", "-r", join(HERE, "its-packages.txt"));
    await pip("--no-deps", "--require-hashes", "-r", join(HERE, "secantusdb.txt"));
    // Whoever came first has made the same.
    await rename(made, home).catch((error: unknown) => {
      if (!existsSync(python)) throw error;
    });
    return python;
  } catch (error) {
    const why = String(error).trim().split("\n").at(-1);
    throw new Error(`the stand-in could not be installed: ${why}`);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/** A folder where writing is quick: what is told of durability is not told by its speed. */
export function quickFolder(): Promise<string> {
  const memory = "/dev/shm";
  return mkdtemp(join(existsSync(memory) ? memory : tmpdir(), "suanpan-mongo-"));
}

type How = {
  readonly standalone?: boolean;
  /** Else what a transaction wrote may be lost with the process, whatever its commit asked for. */
  readonly synced?: boolean;
  /** How long a transaction may take, in seconds. */
  readonly lifetime?: number;
};

/** Starts the stand-in on a folder of its own, or one that it had before. */
export async function startStandIn(
  python: string,
  { folder, port, ...how }: Partial<StandIn> & How = {},
): Promise<StandIn> {
  const home = folder ?? (await quickFolder());
  const at = port ?? (await freePort());
  const where = ["--host", "127.0.0.1", "--port", `${at}`, "--storage-path", home];
  const flags = [
    ...["--log-level", "ERROR"],
    ...(how.standalone ? ["--standalone"] : []),
    ...(how.synced ? ["--sync-on-commit"] : []),
  ];
  const child = spawn(python, ["-c", main(how.lifetime), ...where, ...flags], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (data: Buffer) => {
    said = (said + data).slice(-2_000);
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const url = `mongodb://127.0.0.1:${at}/`;
  const isUp = await Promise.race([answers(url), ended.then(() => false)]);
  if (!isUp) throw new Error(`the stand-in does not start: ${said}`);
  const stop = async (signal: NodeJS.Signals = "SIGKILL") => {
    child.kill(signal);
    await ended;
    if (folder === undefined) await rm(home, { recursive: true, force: true });
  };
  return { url, stop, folder: home, port: at };
}

/** Asks until it answers: it binds its port early in its start. */
async function answers(url: string): Promise<boolean> {
  for (;;) {
    const client = new MongoClient(url, { serverSelectionTimeoutMS: 500 });
    try {
      await client.db("admin").command({ ping: 1 });
      return true;
    } catch {
      await pause(50);
    } finally {
      await client.close();
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}
