import { UserError } from "../core/errors.js";
import { foldName } from "../core/text/fold.js";
import { sayableOf } from "../domain/persona/speak.js";
import type { Store, Stored } from "../store/port.js";

/** As names are compared: operators type them without their spaces, and don't see how they are spelt. */
const folded = (name: string): string => foldName(sayableOf(name));
/** How many are listed of those who share a name. */
const LISTED = 5;

/** Whom an operator may mean by a word: by the account id, with its platform or without, else by the name they go by. */
export async function membersNamed(
  store: Store,
  client: string,
  word: string,
): Promise<readonly Stored<"member">[]> {
  const members = await store.list(client, "member");
  // Anybody can take another's account id for a name.
  const accounts = members.filter(({ key, value }) => key === word || value.user === word);
  const name = folded(word);
  if (accounts.length > 0 || name === "") return accounts;
  return members.filter(({ value }) => folded(value.name) === name);
}

/**
 * The one member whom an operator means.
 * @throws UserError COMMAND_BUYER_UNKNOWN when it is nobody, COMMAND_BUYER_UNCLEAR when it is several
 */
export async function memberNamed(
  store: Store,
  client: string,
  word: string,
): Promise<Stored<"member">> {
  const one = onlyOne(await membersNamed(store, client, word), word);
  if (one === undefined) throw new UserError("COMMAND_BUYER_UNKNOWN", { id: word });
  return one;
}

/**
 * The one member of those whom an operator may mean by a word; undefined when there is none.
 * @throws UserError COMMAND_BUYER_UNCLEAR when there are several
 */
export function onlyOne(
  found: readonly Stored<"member">[],
  word: string,
): Stored<"member"> | undefined {
  const [one, ...more] = found;
  if (one === undefined || more.length === 0) return one;
  // Two members have the same account id on two platforms only.
  const ids = found.map(({ key, value }) => (value.user === word ? key : value.user));
  const known = [...ids.slice(0, LISTED), ...(ids.length > LISTED ? ["…"] : [])].join(", ");
  throw new UserError("COMMAND_BUYER_UNCLEAR", { id: word, known });
}
