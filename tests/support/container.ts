import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";

const inContainer = (folder: string, command: readonly string[]): readonly string[] => [
  ...["-rpfm", "--mount-proc", "--kill-child", "sh", "-c"],
  'mount --rbind "$0" "$0" && mount -o remount,bind,ro / && exec "$@"',
  folder,
  ...command,
];

/** Runs node on a script as process 1, where nothing but `folder` can be written. */
export const asProcess1 = (folder: string, args: readonly string[]) => ({
  program: "unshare",
  args: inContainer(folder, [process.execPath, ...args]),
});

/** Sends SIGTERM to process 1 of what `asProcess1` runs. */
export function termProcess1(unshare: number): void {
  const children = readFileSync(`/proc/${unshare}/task/${unshare}/children`, "utf8");
  for (const child of children.trim().split(" ")) process.kill(Number(child), "SIGTERM");
}

function whyNoContainer(): string | undefined {
  try {
    execFileSync("unshare", inContainer(tmpdir(), ["true"]), { stdio: "ignore" });
    return undefined;
  } catch {
    return "this machine allows no namespaces: unshare -rpfm";
  }
}

/** Why tests in a container can't run here; undefined when they can. */
export const noContainer = whyNoContainer();
