import { connect, createServer, type Socket } from "node:net";

type Way = "in" | "out";
/** What becomes of the bytes that a client sends (`in`) or hears (`out`). */
export type Rule = (
  way: Way,
  data: Buffer,
) => "pass" | "drop" | "cut" | { readonly delayMs: number } | { readonly answer: Buffer };

/** A way to a server that fails on demand: it cuts, delays, swallows and half-closes connections. */
export async function startProxy(to: { readonly host: string; readonly port: number }) {
  const pairs = new Set<readonly [client: Socket, server: Socket]>();
  let rule: Rule = () => "pass";
  let refuses = false;
  const server = createServer((client) => {
    if (refuses) return void client.destroy();
    const behind = connect(to);
    const pair = [client, behind] as const;
    pairs.add(pair);
    const cut = () => {
      pairs.delete(pair);
      client.destroy();
      behind.destroy();
    };
    const pipe = (from: Socket, into: Socket, way: Way) => {
      let last = Promise.resolve();
      from.on("data", (data) => {
        const what = rule(way, data);
        if (what === "cut") return cut();
        if (what === "drop") return;
        // Instead of the server's.
        if (typeof what === "object" && "answer" in what) return void from.write(what.answer);
        // What is late keeps its place.
        const late = what === "pass" ? 0 : what.delayMs;
        last = last
          .then(() => (late > 0 ? new Promise((done) => setTimeout(done, late)) : undefined))
          .then(() => void (into.destroyed || into.write(data)));
      });
      from.on("end", () => void last.then(() => into.end()));
      from.on("error", cut);
      from.on("close", cut);
    };
    pipe(client, behind, "in");
    pipe(behind, client, "out");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const cutAll = () => {
    for (const [client, behind] of pairs) {
      client.destroy();
      behind.destroy();
    }
    pairs.clear();
  };
  return {
    port,
    /** From now on it does so with all that comes. */
    obey(next: Rule): void {
      rule = next;
    },
    /** From now on it lets all through, and takes connections in. */
    mend(): void {
      rule = () => "pass";
      refuses = false;
    },
    /** Ends every connection as a lost cable would be noticed: both sides at once. */
    cutAll,
    /** Takes no connection in, and ends those that there are. */
    refuse(): void {
      refuses = true;
      cutAll();
    },
    /** Ends what the clients hear, as a server does that goes away in order; what they say is still taken. */
    halfClose(): void {
      for (const [client] of pairs) client.end();
    },
    async close(): Promise<void> {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
