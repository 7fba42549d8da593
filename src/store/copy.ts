import { createHash } from "node:crypto";
import { UserError } from "../core/errors.js";
import { type Archive, type Archived, PARTS, type Page, type Part, type Place } from "./archive.js";

/** Of one part: how many entries there are, and a hash that doesn't depend on their order, in hex. */
export type Copied = { readonly part: Part; readonly count: number; readonly hash: string };

/**
 * Copies all that a store holds into an empty one, or goes on with a copy that was broken off, and then reads both
 * and compares them.
 * @throws UserError STORE_COPY_NOT_EMPTY, STORE_COPY_OTHER, STORE_COPY_DIFFERS, and those of the stores
 */
export async function copyStore(
  from: Archive,
  to: Archive,
  told: (copied: Copied) => void,
): Promise<void> {
  const begun = await to.progress();
  if (!begun && !(await isEmpty(to))) throw new UserError("STORE_COPY_NOT_EMPTY", { to: to.where });
  if (begun && begun.from !== from.where)
    throw new UserError("STORE_COPY_OTHER", { to: to.where, from: begun.from });
  for (const part of PARTS.slice(begun ? PARTS.indexOf(begun.part) : 0)) {
    const after = part === begun?.part ? begun.after : undefined;
    if (after === undefined) await to.note({ from: from.where, part });
    await copyPart(from, to, part, after);
  }
  for (const part of PARTS) {
    const [there, here] = [await sumOf(from, part), await sumOf(to, part)];
    if (there.hash !== here.hash || there.count !== here.count)
      throw new UserError("STORE_COPY_DIFFERS", {
        ...{ part, from: from.where, to: to.where, there: there.count, here: here.count },
      });
    told(here);
  }
  await to.note(undefined);
}

async function isEmpty(archive: Archive): Promise<boolean> {
  for (const part of PARTS.filter((one) => one !== "tally"))
    if ((await archive.read(part)).entries.length > 0) return false;
  return true;
}

/** Pages are noted behind what they hold: one that is written twice is the same as once. */
async function copyPart(from: Archive, to: Archive, part: Part, begun?: Place): Promise<void> {
  for await (const { entries, next } of pagesOf(from, part, begun)) {
    if (entries.length > 0) await to.write(part, entries);
    if (next !== undefined) await to.note({ from: from.where, part, after: next });
  }
}

async function* pagesOf(archive: Archive, part: Part, begun?: Place): AsyncGenerator<Page<Part>> {
  let after = begun;
  do {
    const page = await archive.read(part, after);
    yield page;
    after = page.next;
  } while (after !== undefined);
}

async function sumOf(archive: Archive, part: Part): Promise<Copied> {
  const sum = Buffer.alloc(32);
  let count = 0;
  for await (const { entries } of pagesOf(archive, part)) {
    count += entries.length;
    for (const entry of entries)
      for (const [n, byte] of hashOf(entry).entries()) sum[n] = (sum[n] ?? 0) ^ byte;
  }
  return { part, count, hash: sum.toString("hex") };
}

const hashOf = (entry: Archived[Part]): Buffer =>
  createHash("sha256")
    .update(JSON.stringify(entry, (_key, value: unknown) => inOrder(value)))
    .digest();

/** An object's fields in the order of their names. */
function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
