import type { z } from "zod";
import { hasControls } from "../../core/outside-text.js";
import { type Persona, personaSchema } from "../../domain/persona/schema.js";
import { type PromoBook, promosFileSchema } from "../../domain/promo/schema.js";
import { type AccountsFile, accountsSchema } from "../accounts/schema.js";
import type { Problem } from "../findings/finding.js";
import { secretSpots } from "../findings/secrets.js";
import { type Playbook, playbookSchema } from "../schema.js";
import type { Kind } from "./json-schema.js";
import { read, type Source } from "./read.js";
import { salvage } from "./salvage.js";
import { shapeProblems } from "./shape.js";
import { entries } from "./values.js";

export type File = {
  readonly path: string;
  readonly text: string;
  /** Why it can't be read, in the system's word; there is no text then. */
  readonly unreadable?: string;
};
type Common = { readonly file: File; readonly problems: Problem[] };
/** A file as far as it could be read; `clean` when its form has no mistake. */
export type Loaded =
  | (Common & { readonly kind: "unreadable" })
  | (Common & {
      readonly kind: "playbook";
      readonly source: Source;
      readonly clean: boolean;
      readonly value?: Playbook;
    })
  | (Common & {
      readonly kind: "persona";
      readonly source: Source;
      readonly clean: boolean;
      readonly value?: Persona;
    })
  | (Common & {
      readonly kind: "promos";
      readonly source: Source;
      readonly clean: boolean;
      readonly value?: PromoBook;
    })
  | (Common & {
      readonly kind: "accounts";
      readonly source: Source;
      readonly clean: boolean;
      readonly value?: AccountsFile;
    });

const PLAYBOOK = {
  version: 1,
  client: "unknown",
  brand: "?",
  timezone: "UTC",
  currency: "CNY",
  operators: {},
  persona: "unknown",
};
const PERSONA = { version: 1, id: "unknown", name: "?", kind: "brand", lines: {} };

/** Reads a file's YAML and form. */
export function load(file: File): Loaded {
  if (file.unreadable !== undefined) {
    const params = { reason: file.unreadable };
    const problem = { code: "PLAYBOOK_UNREADABLE", at: { line: 1, col: 1 }, params } as const;
    return { kind: "unreadable", file, problems: [problem] };
  }
  const { source, problems } = read(file.text);
  const found = [
    ...(hasControls(file.path)
      ? [{ code: "PLAYBOOK_FILE_NAME", at: { line: 1, col: 1 } } as const]
      : []),
    ...secretSpots(file.text).map((at): Problem => ({ code: "PLAYBOOK_SECRET", at })),
    ...problems,
  ];
  if (!source) return { kind: "unreadable", file, problems: found };
  const kind = kindOf(file.path, source.value);
  if (!kind) {
    const code = isMap(source.value) ? "PLAYBOOK_KIND" : "PLAYBOOK_NO_FIELDS";
    const problem = { code, at: { line: 1, col: 1 } } as const;
    return { kind: "unreadable", file, problems: [...found, problem] };
  }
  const clean = problems.length === 0;
  if (kind === "playbook")
    return { kind, file, source, ...form(kind, playbookSchema(), source, PLAYBOOK, found, clean) };
  if (kind === "accounts")
    return { kind, file, source, ...form(kind, accountsSchema, source, {}, found, clean) };
  if (kind === "promos")
    return { kind, file, source, ...form(kind, promosFileSchema, source, {}, found, clean) };
  return { kind, file, source, ...form(kind, personaSchema, source, PERSONA, found, clean) };
}

/** A playbook's value as the schema sees it, and what it refuses. */
export const playbookForm = (source: Source) =>
  form("playbook", playbookSchema(), source, PLAYBOOK, [], true);

function form<T>(
  kind: Kind,
  schema: z.ZodType<T>,
  source: Source,
  fallback: object,
  found: Problem[],
  clean: boolean,
) {
  const result = schema.safeParse(source.value);
  if (result.success) return { clean, value: result.data, problems: found };
  const problems = [...found, ...shapeProblems(kind, source, result.error.issues)];
  return { clean: false, value: salvage(schema, source.value, fallback), problems };
}

const isMap = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function kindOf(path: string, value: unknown): Kind | undefined {
  if (!isMap(value)) return undefined;
  const named = /(?:^|[\\/])(accounts|playbook)\.ya?ml$/.exec(path)?.[1] as Kind | undefined;
  const has = (key: string) => Object.hasOwn(entries(value), key);
  if (has("client")) return "playbook";
  if (has("lines")) return "persona";
  if (has("accounts")) return "accounts";
  if (named || has("operators")) return named ?? "playbook";
  return has("promos") ? "promos" : undefined;
}
