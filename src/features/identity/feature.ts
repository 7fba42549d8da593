import type { Feature } from "../../engine/feature.js";
import { answerLink } from "./answer.js";
import { forgetCode } from "./code.js";
import { linkCommand, personCommand, unlinkCommand } from "./commands.js";
import { consentEverywhere } from "./consent.js";
import { identityNeeds } from "./link-need.js";
import { rebindCommand } from "./rebind-command.js";
import { text } from "./texts.js";

/** Who is who: one person over several accounts, by explicit keys only. */
export const identity: Feature = {
  name: "identity",
  uses: ["group", "order"],
  needs: identityNeeds,
  decide: answerLink,
  complete: consentEverywhere,
  due: { "link-code": forgetCode },
  commands: [rebindCommand, personCommand, linkCommand, unlinkCommand],
  texts: [text],
  keeps: ["linked", "unlinked"],
  about: {
    "link-code": ({ value }, { is }) => (is(value.member) ? "gone" : value),
    person: ({ key, value }, { is }) => {
      if (is(key)) return "gone";
      const edges = value.edges.filter(({ a, b }) => !is(a) && !is(b));
      if (edges.length === value.edges.length) return value;
      return edges.length === 0 ? "gone" : { edges };
    },
    rebinding: "nobody",
  },
};
