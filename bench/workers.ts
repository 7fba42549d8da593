import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Whoever says nothing for so long, in milliseconds, is not waited for. */
const PATIENCE_MS = 10 * 60_000;

/** A script of this folder in a process of its own, which is talked to. */
export type Worker = {
  readonly pid: number;
  readonly say: (what: unknown) => void;
  /** The next thing that it says. @throws Error when it ends instead, or says nothing within so many milliseconds */
  readonly told: <T>(withinMs?: number) => Promise<T>;
  readonly kill: () => void;
  readonly ended: Promise<unknown>;
};

export function startWorker(file: string, ...args: readonly string[]): Worker {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child: ChildProcess = fork(path, [...args], { execArgv: ["--import", "tsx"] });
  const said: unknown[] = [];
  let heard = () => {};
  let isOver = false;
  child.on("message", (what) => {
    said.push(what);
    heard();
  });
  const ended = once(child, "exit").then(() => {
    isOver = true;
    heard();
  });
  return {
    pid: child.pid ?? 0,
    say: (what) => void child.send(what as object),
    async told<T>(withinMs = PATIENCE_MS) {
      let isLate = false;
      const late = setTimeout(() => {
        isLate = true;
        heard();
      }, withinMs);
      try {
        while (said.length === 0) {
          if (isOver) throw new Error(`${file} has ended`);
          if (isLate) throw new Error(`${file} said nothing for ${withinMs / 1_000} s`);
          await new Promise<void>((resolve) => {
            heard = resolve;
          });
        }
      } finally {
        clearTimeout(late);
      }
      return said.shift() as T;
    },
    kill: () => void child.kill("SIGKILL"),
    ended,
  };
}

/** In a worker: tells whoever started it. */
export const tell = (what: unknown): void => void process.send?.(what);

const told: unknown[] = [];
if (process.send) process.on("message", (what) => told.push(what));

/** In a worker: what it is told next. */
export async function heard(): Promise<unknown> {
  if (told.length === 0) await once(process, "message");
  return told.shift();
}
