import type { Feature } from "../../engine/feature.js";
import { governorCloseCommand, governorCommand } from "./commands.js";
import { putNewsAgain, tellBreaker } from "./news.js";
import { governorSection, ownLimitsOf } from "./rules.js";
import { countSign } from "./signs.js";
import { text } from "./texts.js";

/** What accounts may do, and when they must keep silent. */
export const governor: Feature = {
  name: "governor",
  uses: ["entry"],
  handle: countSign,
  due: { "breaker-news": tellBreaker },
  takeUp: putNewsAgain,
  governs: ownLimitsOf,
  section: governorSection,
  commands: [governorCommand, governorCloseCommand],
  texts: [text],
  about: { "breaker-news": "nobody", account: "nobody", breaker: "nobody" },
};
