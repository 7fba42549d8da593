import { UserError } from "../core/errors.js";
import { cleanName } from "../domain/persona/speak.js";
import type { Store, Stored } from "../store/port.js";

/** As names are compared: operators type them without their spaces, and don't see how they are spelt. */
const folded = (name: string): string =>
  cleanName(name).normalize("NFKC").toLowerCase().replace(/\s+/gu, "");

/** How many are listed of those who share a name. */
const LISTED = 5;

/**
 * The member whom an operator names: by the account id, with its platform where two have the same, else by the name
 * they go by. @throws UserError COMMAND_BUYER_UNKNOWN when it is nobody's, COMMAND_BUYER_UNCLEAR when it is several
 * members'
 */
export async function memberNamed(
  store: Store,
  client: string,
  word: string,
): Promise<Stored<"member">> {
  const members = await store.list(client, "member");
  // Anybody can take another's account id for a name.
  const accounts = members.filter(({ key, value }) => key === word || value.user === word);
  const name = folded(word);
  const found =
    accounts.length > 0 ? accounts : members.filter(({ value }) => folded(value.name) === name);
  const [one, ...more] = found;
  if (one === undefined) throw new UserError("COMMAND_BUYER_UNKNOWN", { id: word });
  if (more.length === 0) return one;
  const ids = found.map(({ key, value }) => (accounts.length > 0 ? key : value.user));
  const known = [...ids.slice(0, LISTED), ...(ids.length > LISTED ? ["…"] : [])].join(", ");
  throw new UserError("COMMAND_BUYER_UNCLEAR", { id: word, known });
}
