import type { Event, Person } from "../../core/event.js";
import { cleanText } from "../../core/outside-text.js";
import { langOf } from "../../core/text/lang-of.js";
import { type Wish, wishOf } from "../../domain/guard/opt-out.js";
import { addFact, type Decision } from "../../engine/decision.js";
import { isLeftAlone } from "../../engine/left-alone.js";
import { say, sayText } from "../../engine/say.js";
import { marks } from "./speech.js";
import { text as own } from "./texts.js";
import { stopped, wanting } from "./wishes.js";

/** Of their words as many are said back. */
const SAID_BACK = 20;
const CONFIRMS = { unasked: false, rarely: true, owed: true } as const;

/**
 * Who asks to be left alone (`opt_out`, 退订) is told once that they are, and gets nothing unasked from then on, or
 * nothing of the topic that they named; 重新订阅 is the way back. Who asked while the bot was away is told nothing.
 */
export function heedWish(decision: Decision, event: Event): boolean {
  if (event.kind !== "message" && event.kind !== "overheard") return false;
  const text = event.kind === "message" ? event.text : event.late?.text;
  const wish = text === undefined ? undefined : wishOf(ruleOf(decision), text);
  const { member } = decision;
  if (text === undefined || !wish || !member) return false;
  const isNews = wish.kind === "stop" ? !isLeftAlone(member, wish.topic) : stopped(member);
  // Who never left and speaks of subscribing means something else.
  if (wish.kind === "back" && !isNews) return false;
  note(decision, wish, event.person, isNews);
  if (isNews) {
    const all = Object.keys(ruleOf(decision)?.topics ?? {});
    decision.member = { ...wanting(member, wish, all), consentAt: decision.context.now };
  }
  if (event.kind === "message") confirm(decision, wish, text);
  return true;
}

const ruleOf = ({ context }: Decision) => context.compiled.playbook.opt_out;

function note(decision: Decision, wish: Wish, person: Person, isNews: boolean): void {
  const topic = wish.topic === undefined ? undefined : { topic: wish.topic };
  if (wish.kind === "back") addFact(decision, "opted_in", { by: "member", ...topic });
  else {
    const data = { ...marks(person, !isNews), ...topic };
    addFact(decision, "opted_out", Object.keys(data).length > 0 ? data : undefined);
  }
}

/** In the persona's words where it has some for it, else in the language in which they asked. */
function confirm(decision: Decision, { kind, topic }: Wish, text: string): void {
  const rule = ruleOf(decision);
  const said = cleanText(text, SAID_BACK);
  // However often and in whatever words they say it, until they say otherwise.
  const how = {
    ...CONFIRMS,
    of: `consent ${kind} ${topic ?? ""} ${decision.member?.consentAt ?? 0}`,
  };
  const line = kind === "stop" ? rule?.say : rule?.say_again;
  if (line !== undefined && topic === undefined) {
    decision.words = { wish: { said } };
    say(decision, line, how);
    decision.words = {};
    return;
  }
  const { locale } = decision.context.compiled.playbook;
  const lang = langOf(text) ?? locale;
  const title = topic === undefined ? "" : (rule?.topics?.[topic]?.title ?? topic);
  if (decision.context.paused) return;
  if (topic === undefined) sayText(decision, own(lang, "back", { said }), how);
  else if (kind === "stop") sayText(decision, own(lang, "stopped.topic", { said, title }), how);
  else sayText(decision, own(lang, "back.topic", { said, title }), how);
}
