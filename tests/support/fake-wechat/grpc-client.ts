import type { PuppetService } from "wechaty-puppet-service";
import { until } from "../until.js";
import type { Wechat } from "./client.js";
import { freshHome } from "./home.js";

const EVENTS = [
  ...(["login", "logout", "scan", "ready", "message", "room-join", "room-leave"] as const),
  ...(["room-topic", "room-invite", "friendship", "dong", "dirty", "error"] as const),
];
type Heard = { readonly event: string; readonly payload: Readonly<Record<string, unknown>> };

let fences = 0;

/** A client of the real library at a fake, with all that it hears. */
export async function connect({ endpoint, token, do: deed }: Wechat) {
  process.env.HOME = freshHome();
  const { PuppetService, log } = await import("wechaty-puppet-service");
  log.level("silent");
  const puppet = new PuppetService({ endpoint, token, tls: { disable: true } });
  // It keeps payloads on the disk, and what its locks fail of nobody can catch; the product switches it off as well.
  const { _payloadStore: kept } = puppet as unknown as {
    readonly _payloadStore: { start(): Promise<void>; stop(): Promise<void> };
  };
  kept.start = kept.stop = async () => {};
  const heard: Heard[] = [];
  for (const event of EVENTS) {
    const listen = puppet.on.bind(puppet) as (
      name: string,
      hear: (payload: object) => void,
    ) => void;
    listen(event, (payload) => heard.push({ event, payload: payload as Heard["payload"] }));
  }
  await puppet.start();
  const dongs = () =>
    heard.flatMap(({ event, payload }) => (event === "dong" ? [payload.data] : []));
  return {
    puppet,
    /** What was heard, oldest first. */
    heard: heard as readonly Heard[],
    /** The dings and fences that were answered. */
    dongs,
    /** The payloads of one kind of event. */
    of: (wanted: string) =>
      heard.flatMap(({ event, payload }) => (event === wanted ? [payload] : [])),
    /** Waits until everything that was told has been heard. */
    settled: async () => {
      const data = `fence ${++fences}`;
      await deed({ deed: "fence", data });
      await until("the fence is heard", () => dongs().includes(data));
    },
    /** Goes away; the server and its account stay as they are. */
    close: () => goAway(puppet),
  };
}

/** The library's own `stop` stops the server's puppet too. */
function goAway(puppet: PuppetService): void {
  const { _grpcManager: line } = puppet as unknown as {
    readonly _grpcManager?: { stopStream(): void; destroyClient(): void };
  };
  line?.stopStream();
  line?.destroyClient();
}
