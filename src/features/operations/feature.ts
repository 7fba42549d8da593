import type { Feature } from "../../engine/feature.js";
import { followBroadcast } from "./broadcast.js";
import { checkCommand } from "./check-command.js";
import { helpCommand } from "./help-command.js";
import { countLate, lateNeeds, tellLate } from "./late.js";
import { loginCommand } from "./login-command.js";
import { pauseCommand, resumeCommand } from "./pause-command.js";
import { noteRefused, refusedNeeds, tellRefused } from "./refused.js";
import { retryCommand } from "./retry-command.js";
import { sayCommand } from "./say-command.js";
import { tellSetAside } from "./set-aside.js";
import { statusCommand } from "./status-command.js";
import { text } from "./texts.js";
import { whoamiCommand } from "./whoami-command.js";

/** What operators do with the bot as a whole. */
export const operations: Feature = {
  name: "operations",
  uses: ["governor", "group", "roster"],
  needs: (event) => [...lateNeeds(event), ...refusedNeeds(event)],
  decide: (decision, event) => countLate(decision, event) || noteRefused(decision, event),
  due: { broadcast: followBroadcast, late: tellLate, refused: tellRefused },
  commands: [
    helpCommand,
    statusCommand,
    checkCommand,
    pauseCommand,
    resumeCommand,
    sayCommand,
    retryCommand,
    whoamiCommand,
    loginCommand,
  ],
  setAside: tellSetAside,
  texts: [text],
  about: {
    setting: "nobody",
    confirmation: ({ value }, { named }) => (named(value.args) ? "gone" : value),
    broadcast: "nobody",
    late: "nobody",
    refused: "nobody",
    regrouped: "nobody",
    "phone-key": "nobody",
  },
};
