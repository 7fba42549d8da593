import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A door on 127.0.0.1 before a server's socket, which can be torn out of its hinges. */
export async function startProxy(path: string, wantedPort = 0) {
  const open = new Set<Socket>();
  let held = false;
  const server = createServer((outside) => {
    const inside = connect(path);
    for (const [from, to] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      open.add(from);
      from.on("data", (bytes) => {
        if (!held && !to.write(bytes)) from.pause();
      });
      to.on("drain", () => from.resume());
      from.on("error", () => {});
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(wantedPort, "127.0.0.1", resolve);
  });
  const breakAll = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    /** Every connection ends at once. */
    breakAll,
    /** Nothing passes any more, either way, and no connection ends; or what comes from now on passes again. */
    hold: (on: boolean) => {
      held = on;
    },
    /** Nobody is let in any more; once more does no harm. */
    close: async () => {
      if (!server.listening) return;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      breakAll();
      await closed;
    },
  };
}
