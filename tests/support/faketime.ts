import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where Debian and others keep the library of the package `faketime`. */
async function findLibrary(): Promise<string | undefined> {
  for (const root of ["/usr/lib", "/usr/lib64", "/usr/local/lib"]) {
    const folders = await readdir(root).catch(() => []);
    for (const folder of ["", ...folders]) {
      const file = join(root, folder, "faketime", "libfaketime.so.1");
      if (existsSync(file)) return file;
    }
  }
  return undefined;
}

const library = await findLibrary();

/** Why tests of a process whose clock is put forward or back can't run here; undefined when they can. */
export const noFaketime = library
  ? undefined
  : "libfaketime is not installed: apt-get install faketime";

/** A clock for a process: its environment, and how to put it; timers go on evenly, as they do on a real machine. */
export async function clockIn(folder: string) {
  const file = join(folder, "faketime");
  const put = (offset: string) => writeFile(file, offset);
  await put("+0");
  const env: Readonly<Record<string, string>> = {
    LD_PRELOAD: library ?? "",
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
  return { env, put };
}

/**
 * A clock that goes faster than the machine's by so many times, timers included, from an instant on: the same one
 * for every process that is started with it.
 */
export function fastClock(from: number, times: number) {
  const begun = performance.now();
  const now = (): number => from + (performance.now() - begun) * times;
  /** The environment of a process that is started now. */
  const env = (): Readonly<Record<string, string>> => ({
    LD_PRELOAD: library ?? "",
    FAKETIME: `@${new Date(now()).toISOString().slice(0, 23).replace("T", " ")} x${times}`,
    TZ: "UTC",
  });
  return { now, env };
}
export type FastClock = ReturnType<typeof fastClock>;
