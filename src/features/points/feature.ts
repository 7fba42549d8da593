import type { Feature } from "../../engine/feature.js";
import { pointsAbout } from "./about.js";
import { answerPoints } from "./answer.js";
import { sayCheckIns } from "./check-in-answers.js";
import { pointsAddCommand, pointsShowCommand, pointsSubtractCommand } from "./commands.js";
import { checksIn } from "./habit.js";
import { pointsMetrics } from "./metrics.js";
import { bookOrderPoints, lookAtPoints } from "./order-points.js";
import { pointsNeeds } from "./points-need.js";
import { pointsSection } from "./rules.js";
import { text } from "./texts.js";

/** Points: earned by checking in and by orders, spent on coupons. */
export const points: Feature = {
  name: "points",
  uses: ["coupon"],
  needs: pointsNeeds,
  decide: answerPoints,
  follows: { order: lookAtPoints },
  due: { "points-due": bookOrderPoints, "check-ins": sayCheckIns },
  section: pointsSection,
  metrics: pointsMetrics,
  simulate: checksIn,
  commands: [pointsShowCommand, pointsAddCommand, pointsSubtractCommand],
  texts: [text],
  about: pointsAbout,
};
