import { UserError } from "../../../core/errors.js";
import type { Playbook } from "../../../playbook/schema.js";

/** Orders from a file that belong to no source of the playbook. */
export const NO_SOURCE = "csv";

export type FileSource = {
  readonly source: string;
  /** Of a source of the playbook: its own notices come too. */
  readonly kind?: string;
};

/**
 * Whose orders a file has: a source of the playbook by its name, or by its kind where only one is of it;
 * else the file's own. @throws UserError ORDER_SOURCE for any other name.
 */
export function sourceOf(name: string | undefined, { orders }: Playbook): FileSource {
  const sources = Object.entries(orders.sources);
  const named = sources.filter(([id]) => id === name);
  const meant = named.length > 0 ? named : sources.filter(([, { kind }]) => kind === name);
  const [one, ...more] = meant;
  if (one && more.length === 0) return { source: one[0], kind: one[1].kind };
  if (name === undefined || name === NO_SOURCE) return { source: NO_SOURCE };
  const known = [...sources.map(([id, { kind }]) => `${id} (${kind})`), NO_SOURCE].join(", ");
  throw new UserError("ORDER_SOURCE", { value: name, known });
}
