import { createConnection } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** What a process has taken of the machine: bytes now, and milliseconds of processor since its start. */
export type Taken = {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
  readonly cpuMs: number;
};

/** What a bot has to be started with so that it can be asked, and how to ask it. */
export function probeIn(folder: string) {
  const path = join(folder, "probe.sock");
  const inside = new URL("probe-inside.mjs", import.meta.url).href;
  return {
    env: { NODE_OPTIONS: `--import=${inside}`, TORTURE_PROBE: path },
    /** @param what `memory` is counted after two full collections of garbage, which take some 100 ms */
    async ask(what: "memory" | "cpu"): Promise<Taken> {
      const socket = createConnection(path);
      socket.write(what);
      return JSON.parse(await text(socket)) as Taken;
    },
  };
}
