import type { Store, Stored } from "../../store/port.js";

/** A client's experiments that run. */
export async function runningOf(
  store: Store,
  client: string,
): Promise<readonly Stored<"experiment">[]> {
  const all = await store.list(client, "experiment");
  return all.filter(({ value }) => value.state === "running");
}
