import type { Deps, Due } from "../../engine/feature.js";
import type {} from "./records.js";

/** A code that has ended is forgotten. */
export async function forgetCode(
  { store }: Deps,
  { client, key }: Due<"link-code">,
): Promise<void> {
  const changes = [{ op: "remove", kind: "link-code", key } as const];
  await store.commit({ client, changes, outbox: [], facts: [] });
}
