import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";

export const PROCESSES = availableParallelism();

/** The lines that a script beside this one prints. @throws Error when it fails */
export async function* linesOf(script: string, args: readonly unknown[]): AsyncGenerator<string> {
  const given = ["--import", "tsx", `bench/validity/${script}`, ...args.map(String)];
  const child = spawn(process.execPath, given, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  yield* createInterface({ input: child.stdout });
  if ((await ended) !== 0) throw new Error(`${script} ${args.join(" ")} failed`);
}

/** Does each thing, as many at once as there are processors; results in the order of the things. */
export async function inParallel<T, R>(
  things: readonly T[],
  work: (thing: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < things.length; at = next++)
      results[at] = await work(things[at] as T);
  };
  await Promise.all(Array.from({ length: PROCESSES }, worker));
  return results;
}
