/** What the files of clients may read of the environment. */
export type Env = {
  /** Whether a client's file may name a variable; `clients` are all there are. */
  readonly allows: (client: string, name: string, clients: readonly string[]) => boolean;
  /** A variable's value for a client; undefined when it is unset or may not be read. */
  readonly value: (client: string, name: string) => string | undefined;
  /** A variable's value for the file of accounts, which reads those of accounts alone. */
  readonly account: (name: string) => string | undefined;
};

/** The variables that hold the secrets of accounts: no client's file can name them, no other is sent to a platform. */
export const ACCOUNT_VARIABLE =
  /^(TELEGRAM_BOT_TOKEN|WECHATY_TOKEN|SUANPAN_ACCOUNT)(_[A-Z0-9_]+)?$/;

/** Secrets of the program's own, though there be a client `http` or one be listed for all. */
const OWN: readonly string[] = ["SUANPAN_HTTP_TOKEN", "SUANPAN_SECRET"];

/** What every variable of a client begins with: `SUANPAN_TEA_TOWN_` for `tea-town`. */
export const prefixOf = (client: string): string =>
  `SUANPAN_${client.toUpperCase().replaceAll("-", "_")}_`;

/**
 * Lets a client's file read the variables named for that client, and those that the installation lists for
 * all; nothing else, so that no file prints a bot's token or what is another client's.
 * @param listed names with commas or blanks between them
 */
export function playbookEnv(get: (name: string) => string | undefined, listed = ""): Env {
  const shared = new Set(listed.split(/[\s,]+/u).filter((name) => name !== ""));
  const may = (client: string, name: string) =>
    /^[A-Za-z_]\w*$/.test(name) &&
    !OWN.includes(name) &&
    (name.startsWith(prefixOf(client)) || shared.has(name));
  return {
    allows: (client, name, clients) =>
      may(client, name) && (shared.has(name) || ownerOf(name, clients) === prefixOf(client)),
    value: (client, name) => (may(client, name) ? get(name) : undefined),
    account: (name) => (ACCOUNT_VARIABLE.test(name) ? get(name) || undefined : undefined),
  };
}

/** An environment in which nothing is set. */
export const noEnv: Env = playbookEnv(() => undefined);

/** `SUANPAN_TEA_TOWN_X` is not of `tea` where there is a `tea-town`. */
const ownerOf = (name: string, clients: readonly string[]): string | undefined =>
  clients
    .map(prefixOf)
    .filter((prefix) => name.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0];
