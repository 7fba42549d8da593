import type { Event } from "../../core/event.js";
import type { Decision } from "../../engine/decision.js";
import type { Feature } from "../../engine/feature.js";
import { scriptStartCommand } from "./command.js";
import { scriptNeeds } from "./enrolments.js";
import { moveEnrolment } from "./move-enrolment.js";
import { signalScripts } from "./scripts.js";
import { text } from "./texts.js";
import { moveWatch, plantWatches } from "./watch.js";

const SIGNALS: ReadonlySet<Event["kind"]> = new Set(["message", "joined", "left"]);

/** Scripts go on with what members say and do. */
function walkScripts(decision: Decision, event: Event): boolean {
  if (decision.context.replyTo) return false;
  if (event.kind === "message") {
    const { replies } = decision.context.compiled;
    const isQuestion = replies.some(({ matches }) => matches(event.text));
    return signalScripts(decision, "said", event.text, isQuestion);
  }
  if (event.kind === "joined" || event.kind === "left")
    return signalScripts(decision, event.kind, "");
  return false;
}

/** Members' and groups' ways through the playbook's scripts. */
export const script: Feature = {
  name: "script",
  uses: ["coupon"],
  needs: ({ kind }) => (SIGNALS.has(kind) ? scriptNeeds : []),
  decide: walkScripts,
  due: { enrolment: moveEnrolment, watch: moveWatch },
  takeUp: plantWatches,
  commands: [scriptStartCommand],
  texts: [text],
  about: {
    enrolment: ({ value }, { is }) => (is(value.member) ? "gone" : value),
    watch: ({ value }, { is }) => (is(value.member) ? "gone" : value),
  },
};
