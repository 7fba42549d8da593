import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** How a process ended: its exit code, or that it took too long. */
type Ended = { readonly code: number | "timeout"; readonly output: string };

/** A copy of the tree in which faults are planted one at a time. */
export type Tree = {
  /** Changes a file. @returns what puts it back as it was */
  readonly plant: (file: string, change: (text: string) => string) => () => void;
  /** Runs node there; after `ms` it is ended with all that it started. */
  readonly node: (args: readonly string[], ms: number) => Promise<Ended>;
};

/** What git answers, a line each. */
export const gitFiles = (...args: string[]): string[] =>
  execFileSync("git", args, { encoding: "utf8", maxBuffer: 2 ** 26 })
    .split("\n")
    .filter((line) => line !== "");

/**
 * A temporary folder with copies of the working tree, which stays as it is. All of it, and whatever
 * still runs there, is gone when this process ends, by ctrl-C too.
 */
export function openTrees(files: readonly string[], count: number): readonly Tree[] {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "suanpan-mutate-"));
  // Some tests run the program as a user without rights, who must be able to read it.
  chmodSync(folder, 0o755);
  const running = new Set<number>();
  process.once("exit", () => {
    for (const pid of running) endGroup(pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => process.exit(130));
  mkdirSync(join(folder, "tmp"));
  return Array.from({ length: count }, (_, i) => {
    const root = join(folder, `tree${i}`);
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      copyFileSync(file, join(root, file));
    }
    symlinkSync(realpathSync("node_modules"), join(root, "node_modules"));
    return {
      plant: (file, change) => plant(join(root, file), change),
      node: nodeIn(root, running),
    };
  });
}

function plant(path: string, change: (text: string) => string): () => void {
  const before = readFileSync(path, "utf8");
  writeFileSync(path, change(before));
  return () => writeFileSync(path, before);
}

const nodeIn =
  (root: string, running: Set<number>): Tree["node"] =>
  (args, ms) =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, TMPDIR: join(root, "../tmp"), FORCE_COLOR: "0" };
      // A group of its own, so that what a test has started ends with it.
      const child = spawn(process.execPath, args, { cwd: root, env, detached: true });
      const pid = child.pid ?? 0;
      running.add(pid);
      let output = "";
      let late = false;
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
        });
      const timer = setTimeout(() => {
        late = true;
        endGroup(pid);
      }, ms);
      child.on("error", reject);
      child.on("exit", () => endGroup(pid));
      child.on("close", (code) => {
        clearTimeout(timer);
        running.delete(pid);
        resolve({ code: late ? "timeout" : (code ?? 1), output });
      });
    });

function endGroup(pid: number): void {
  try {
    if (pid > 0) process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}
