import { nearest } from "../../core/nearest.js";
import type { Persona } from "../../domain/persona/schema.js";
import { templateProblems } from "../../domain/persona/template.js";
import type { Problem, Spot } from "../findings/finding.js";
import type { Path, Source } from "../read/read.js";
import { lineProblems, wordProblems } from "../read/text.js";
import type { Playbook } from "../schema.js";
import { lineUses, type Topic } from "./uses.js";

/** The variables of a group's title. */
const TITLE = ["n", "brand"];
const EVERYWHERE = [
  "brand",
  "now.date",
  "now.time",
  "persona.name",
  "persona.voice.address",
  "group.title",
  "group.n",
];
const TOPICS: Readonly<Record<Topic, readonly string[]>> = {
  member: ["member.name", "saved.*"],
  promo: ["promo.title", "promo.until"],
  nudge: ["nudge.gap", "nudge.off", "nudge.total"],
  coupon: ["coupon.code", "coupon.until"],
  quote: ["quote.subtotal", "quote.off", "quote.total"],
  wish: ["wish.said"],
};

/** The variables a persona's line may show. */
function variables(persona: Persona, topics: readonly Topic[]): string[] {
  const facts = Object.keys(persona.facts).map((fact) => `persona.facts.${fact}`);
  return [...EVERYWHERE, ...facts, ...topics.flatMap((topic) => TOPICS[topic])];
}

/** What is wrong with a persona's lines, and whether it can say that it is a bot; `topics` says what is known wherever a line is said. */
export function personaProblems(
  source: Source,
  persona: Persona,
  topics: (line: string) => readonly Topic[],
): Problem[] {
  const silent: Problem[] = Object.hasOwn(persona.lines, "disclosure")
    ? []
    : [{ code: "PLAYBOOK_NO_DISCLOSURE", at: source.locate(["lines"], "key") }];
  const own = Object.entries(persona.lines).flatMap(([id, line]) => {
    const variants: [Path, string][] =
      typeof line === "string"
        ? [[["lines", id], line]]
        : line.map((text, index) => [["lines", id, index], text]);
    const known = variables(persona, topics(id));
    return variants.flatMap(([path, text]) => {
      const at = source.locate(path, "value");
      return [...lineProblems(text, persona.voice, at), ...inTemplate(text, known, at)];
    });
  });
  return [...silent, ...own];
}

/** Variables in a persona's lines that aren't known where this playbook says them. */
export function spokenProblems(
  source: Source,
  playbook: Playbook,
  persona: Persona | undefined,
): Problem[] {
  if (!persona) return [];
  return lineUses(playbook).flatMap(({ path, id, knows }) => {
    const line = Object.hasOwn(persona.lines, id) ? persona.lines[id] : undefined;
    const known = variables(persona, knows);
    const at = source.locate(path, "value");
    return [line ?? []]
      .flat()
      .flatMap((text) => inTemplate(text, known, at))
      .filter(({ code }) => code === "PLAYBOOK_UNKNOWN_VARIABLE");
  });
}

/** Titles of groups as text and as templates. */
export function titleProblems(source: Source, playbook: Playbook): Problem[] {
  return Object.entries(playbook.groups.pools).flatMap(([id, { title }]) => {
    const at = source.locate(["groups", "pools", id, "title"], "value");
    return [...wordProblems(title, [], at), ...inTemplate(title, TITLE, at)];
  });
}

function inTemplate(text: string, known: readonly string[], at: Spot): Problem[] {
  return templateProblems(text, known).map((problem): Problem => {
    if (problem.kind === "syntax")
      return { code: "PLAYBOOK_TEMPLATE", at, params: { detail: problem.detail } };
    if (problem.kind === "blank") return { code: "PLAYBOOK_LINE_BLANK", at };
    if (problem.kind === "fails")
      return { code: "PLAYBOOK_TEMPLATE_FAILS", at, params: { detail: problem.detail } };
    const guess = nearest(problem.name, known);
    return {
      code: "PLAYBOOK_UNKNOWN_VARIABLE",
      at,
      params: { name: problem.name, ...(guess ? { guess } : {}) },
    };
  });
}
