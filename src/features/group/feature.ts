import type { Feature } from "../../engine/feature.js";
import { groupAbout } from "./about.js";
import { bindPlaybookChats, boundElsewhere } from "./bind.js";
import { bindCommand } from "./bind-command.js";
import { groupsCommand } from "./groups-command.js";
import { linkNeeds } from "./link.js";
import { recountGroup, recountPutOff } from "./reconcile.js";
import { answerJoinRequest, trackGroup, trackSeats } from "./seating.js";
import { seatsNeeds } from "./seats-need.js";
import { text } from "./texts.js";
import { unbindCommand } from "./unbind-command.js";

/** The chat groups: their seats, who gets one, and which client they are bound to. */
export const group: Feature = {
  name: "group",
  uses: ["member", "script"],
  needs: (event) => [...seatsNeeds(event), ...linkNeeds(event)],
  decide: (decision, event) =>
    trackGroup(decision, event) ||
    trackSeats(decision, event) ||
    answerJoinRequest(decision, event),
  due: { recount: recountGroup },
  async takeUp(deps, client) {
    await bindPlaybookChats(deps, client);
    await recountPutOff(deps, client);
  },
  objections: boundElsewhere,
  commands: [groupsCommand, bindCommand, unbindCommand],
  texts: [text],
  about: groupAbout,
};
