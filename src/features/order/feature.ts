import type { Feature } from "../../engine/feature.js";
import { orderAbout } from "./about.js";
import { ordersCreditsCommand } from "./attribution-command.js";
import { expireOrder } from "./expire.js";
import { handleOrder } from "./orders.js";
import { ordersAssignCommand, ordersUnmatchedCommand } from "./orders-command.js";
import { text } from "./texts.js";
import { rememberTouchpoints } from "./touchpoint.js";

import "./records.js";

/** Orders of shops: whose they are, what they use up, what they count for, what they are credited to. */
export const order: Feature = {
  name: "order",
  uses: ["coupon", "script"],
  handle: handleOrder,
  due: { order: expireOrder },
  complete: rememberTouchpoints,
  commands: [ordersUnmatchedCommand, ordersAssignCommand, ordersCreditsCommand],
  texts: [text],
  about: orderAbout,
};
