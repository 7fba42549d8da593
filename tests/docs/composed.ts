import { readFileSync } from "node:fs";
import { parse } from "yaml";

type Service = {
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
  readonly depends_on?: Readonly<Record<string, object>>;
};
type Composed = {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
};

/** What compose.yaml says. */
export const composed = (): Composed =>
  parse(readFileSync("compose.yaml", "utf8"), { merge: true }) as Composed;
