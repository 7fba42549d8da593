/** Why an act waits: what a rule counts, `gap`, `text`, `quiet` or `breaker`. */
export type Why = {
  readonly of: string;
  readonly most?: number;
  readonly withinMs?: number;
  /** It is a limit that this client set for itself. */
  readonly client?: string;
  /** Some of the limit is kept for others. */
  readonly part?: true;
};

const PREFIX = "governor";

/** As it stands with a row that waits. */
export const whyCode = ({ of, most = 0, withinMs = 0, client = "" }: Why): string =>
  [PREFIX, of, most, withinMs, client].join(":");

/** What a row waits for; undefined when the governor has nothing to do with it. */
export function whyOf(code: string): Why | undefined {
  const [prefix, of = "", most = "0", withinMs = "0", client = ""] = code.split(":");
  if (prefix !== PREFIX) return undefined;
  return { of, most: Number(most), withinMs: Number(withinMs), ...(client ? { client } : {}) };
}
