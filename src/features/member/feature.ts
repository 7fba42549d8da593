import { wishOf } from "../../domain/guard/opt-out.js";
import type { Feature } from "../../engine/feature.js";
import { resubscribeCommand } from "./command.js";
import { heedWish } from "./consent.js";
import { hear } from "./hear.js";
import { text } from "./texts.js";

/** Who the members are, when they were heard, and who wants to be left alone. */
export const member: Feature = {
  name: "member",
  uses: ["script"],
  concernsAll: (said, playbook) => wishOf(playbook.opt_out, said) !== undefined,
  decide: (decision, event) => hear(decision, event) || heedWish(decision, event),
  commands: [resubscribeCommand],
  texts: [text],
  keeps: ["opted_out", "opted_in"],
  about: {
    member: ({ key, value }, { is }) => {
      if (is(key)) return "gone";
      const { optedOutWith, ...rest } = value;
      return is(optedOutWith) ? rest : value;
    },
  },
};
