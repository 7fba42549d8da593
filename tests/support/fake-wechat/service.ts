import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PuppetServer, type PuppetServerOptions } from "wechaty-puppet-service";
import { createFaults } from "./faults.js";
import { startProxy } from "./proxy.js";
import { FakePuppet } from "./puppet.js";
import { SETTINGS, type Settings } from "./settings.js";
import { createWorld, type State } from "./state.js";

export type ServiceOptions = {
  readonly seed?: string;
  /** Any, without it: clients keep what they remember under their token. */
  readonly token?: string;
  /** Where clients come to; any that is free, without it. */
  readonly port?: number;
  /** A file that keeps the world over the end of its process. */
  readonly state?: string;
  readonly settings?: Partial<Settings>;
  /** What time it is, until a deed says otherwise. */
  readonly at?: number;
};
export type Service = Awaited<ReturnType<typeof openService>>;

/** A world behind a puppet's server, as a token's vendor runs one. */
export async function openService(options: ServiceOptions = {}) {
  let at = options.at;
  const world = createWorld(() => at ?? Date.now(), options.seed, keptIn(options.state));
  const folder = mkdtempSync(join(tmpdir(), "fake-wechat-"));
  const path = join(folder, "grpc");
  const faults = createFaults(() => proxy.breakAll());
  const puppet = new FakePuppet(world, faults);
  const { state: file } = options;
  if (file !== undefined) puppet.onTold = () => keepIn(file, world.state);
  puppet.settings = { ...SETTINGS, ...options.settings };
  const { token = `insecure_${randomUUID()}` } = options;
  const server = new PuppetServer({
    ...{ endpoint: `unix:${path}`, token, tls: { disable: true } },
    puppet: puppet as unknown as PuppetServerOptions["puppet"],
  });
  await server.start();
  const proxy = await startProxy(path, options.port);

  return {
    ...{ world, puppet, faults, proxy, token },
    endpoint: `127.0.0.1:${proxy.port}`,
    /** It is that time until further notice; without one, this machine's. */
    setClock: (now?: number) => {
      at = now;
    },
    close: async () => {
      await proxy.close();
      await server.stop();
      await puppet.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function keptIn(file: string | undefined): State | undefined {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as State;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whole, whenever the process ends. */
function keepIn(file: string, state: State): void {
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}
