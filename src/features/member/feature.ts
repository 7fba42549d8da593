import { asksToStop } from "../../domain/guard/opt-out.js";
import type { Feature } from "../../engine/feature.js";
import { hear } from "./hear.js";
import { optOut } from "./opt-out.js";

/** Who the members are, when they were heard, and who wants to be left alone. */
export const member: Feature = {
  name: "member",
  uses: ["script"],
  concernsAll: (text, playbook) => asksToStop(playbook.opt_out, text),
  decide: (decision, event) => hear(decision, event) || optOut(decision, event),
};
