import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let all: string | undefined;

/** A fresh folder for what a client remembers: it locks its files, and lets go of them when it likes to. */
export function freshHome(): string {
  if (all === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "wechaty-home-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    all = folder;
  }
  return mkdtempSync(join(all, "client-"));
}
