import { nearest } from "../../core/nearest.js";
import { compilePattern } from "../../domain/reply/pattern.js";
import type { Code } from "../findings/codes.js";
import { type Problem, thereAre } from "../findings/finding.js";
import type { Path, Source } from "../read/read.js";
import { valueAt } from "../read/shape.js";
import { entries } from "../read/values.js";
import type { Playbook } from "../schema.js";
import { grantUses, lineUses, promoUses, tagUses } from "./uses.js";

/** The lines each persona has; undefined where its file could not be read. */
export type Personas = ReadonlyMap<string, readonly string[] | undefined>;
/** What a playbook may name. */
export type Voices = {
  readonly personas: Personas;
  /** Whether a persona is other clients' alone, so that nobody is led to it. */
  readonly isOthers: (persona: string) => boolean;
};

/** References to what does not exist, patterns that do not compile, unasked messages without a way out. */
export function referenceProblems(
  source: Source,
  playbook: Playbook,
  { personas, isOthers }: Voices,
): Problem[] {
  const unknown = (code: Code, path: Path, id: string, known: readonly string[]): Problem[] => {
    if (known.includes(id)) return [];
    const guess = nearest(id, known);
    return [
      {
        code,
        at: source.locate(path, "value"),
        params: { id, ...(guess ? { guess } : thereAre(known)) },
      },
    ];
  };
  const names = [...personas.keys()].filter((id) => !isOthers(id) || id === playbook.persona);
  const persona =
    valueAt(source.value, ["persona"]) === playbook.persona ? playbook.persona : undefined;
  const lines = persona === undefined ? undefined : personas.get(persona);
  const pools = Object.keys(entries(valueAt(source.value, ["groups", "pools"])));
  const chats = Object.entries(playbook.groups.chats).map(([id, { pool }]) => ({
    path: ["groups", "chats", id, "pool"],
    pool,
  }));
  const slots = Object.entries(playbook.schedule).map(([id, { pool }]) => ({
    path: ["schedule", id, "pool"],
    pool,
  }));
  const coupons = Object.keys(entries(valueAt(source.value, ["coupons"])));
  const promos = Object.keys(entries(valueAt(source.value, ["promos"])));
  const topics = Object.keys(playbook.opt_out?.topics ?? {});
  const tags = tagUses(playbook);
  return [
    ...(persona === undefined
      ? []
      : unknown("PLAYBOOK_UNKNOWN_PERSONA", ["persona"], persona, names)),
    ...(lines
      ? lineUses(playbook).flatMap(({ path, id }) =>
          unknown("PLAYBOOK_UNKNOWN_LINE", path, id, lines),
        )
      : []),
    ...[...chats, ...slots].flatMap(({ path, pool }) =>
      unknown("PLAYBOOK_UNKNOWN_POOL", path, pool, pools),
    ),
    ...tags.asked.flatMap(({ path, id }) => unknown("PLAYBOOK_UNKNOWN_TAG", path, id, tags.set)),
    ...grantUses(playbook).flatMap(({ path, id }) =>
      unknown("PLAYBOOK_UNKNOWN_COUPON", path, id, coupons),
    ),
    ...Object.entries(playbook.scripts).flatMap(([id, { topic }]) =>
      topic === undefined
        ? []
        : unknown("PLAYBOOK_UNKNOWN_TOPIC", ["scripts", id, "topic"], topic, topics),
    ),
    ...promoUses(playbook).flatMap(({ path, id }) =>
      unknown("PLAYBOOK_UNKNOWN_PROMO", path, id, promos),
    ),
    ...patternProblems(source, playbook),
    ...optOutProblems(source, playbook),
  ];
}

function patternProblems(source: Source, playbook: Playbook): Problem[] {
  return (["replies", "scripts"] as const).flatMap((section) =>
    Object.entries(playbook[section]).flatMap(([id, { when }]): Problem[] => {
      if (when?.pattern === undefined || compilePattern(when.pattern)) return [];
      return [
        { code: "PLAYBOOK_PATTERN", at: source.locate([section, id, "when", "pattern"], "value") },
      ];
    }),
  );
}

function optOutProblems(source: Source, playbook: Playbook): Problem[] {
  if (Object.hasOwn(entries(source.value), "opt_out")) return [];
  const script = Object.entries(playbook.scripts).find(
    ([, { on, steps }]) =>
      typeof on === "object" || steps.some((step) => step !== "stop" && step.wait !== undefined),
  );
  const [slot] = Object.keys(playbook.schedule);
  const path =
    slot !== undefined ? ["schedule", slot] : script ? ["scripts", script[0]] : undefined;
  return path ? [{ code: "PLAYBOOK_NO_OPT_OUT", at: source.locate(path, "key") }] : [];
}
