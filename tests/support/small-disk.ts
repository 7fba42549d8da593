import { execFileSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type SmallDisk = ReturnType<typeof mountSmallDisk>;

/** As whoever runs the tests, or else by a sudo that asks for no password. */
function asRoot(command: string, ...args: readonly string[]): void {
  const quiet = { stdio: "ignore" } as const;
  if (process.getuid?.() === 0) execFileSync(command, args, quiet);
  else execFileSync("sudo", ["-n", command, ...args], quiet);
}

/** A disk of its own in memory, of so many KiB. @throws Error where nobody may mount one */
export function mountSmallDisk(kib: number) {
  const folder = mkdtempSync(join(tmpdir(), "suanpan-disk-"));
  asRoot("mount", "-t", "tmpfs", "-o", `size=${kib}k,mode=0777`, "tmpfs", folder);
  const ballast = join(folder, "ballast");
  return {
    folder,
    /** Takes all the room that is left, but for some KiB. */
    fill(spareKib = 0): void {
      const file = openSync(ballast, "a");
      try {
        for (;;) writeSync(file, Buffer.alloc(4_096));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      } finally {
        closeSync(file);
      }
      if (spareKib > 0) truncateSync(ballast, statSync(ballast).size - spareKib * 1_024);
    },
    free: (): void => rmSync(ballast, { force: true }),
    readOnly: (): void => asRoot("mount", "-o", "remount,ro", folder),
    close(): void {
      asRoot("umount", "-l", folder);
      rmdirSync(folder);
    },
  };
}

/** Whether this machine lets the tests have disks of their own. */
export function canMount(): boolean {
  try {
    mountSmallDisk(64).close();
    return true;
  } catch {
    return false;
  }
}
