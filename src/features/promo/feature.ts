import { text as domainText } from "../../domain/promo/texts.js";
import type { Feature } from "../../engine/feature.js";
import { askNeeds } from "./ask-need.js";
import { promoListCommand, promoOffCommand, promoOnCommand, quoteCommand } from "./command.js";
import { answerPrices } from "./prices.js";
import { text } from "./texts.js";

/** What a basket costs, and the promos behind it. */
export const promo: Feature = {
  name: "promo",
  uses: ["coupon"],
  needs: askNeeds,
  decide: answerPrices,
  commands: [promoListCommand, promoOnCommand, promoOffCommand, quoteCommand],
  texts: [text, domainText],
};
