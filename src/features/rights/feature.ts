import type { Feature } from "../../engine/feature.js";
import { answerRights } from "./answer.js";
import { rightsAskOf } from "./ask.js";
import { memberEraseCommand } from "./command.js";
import { goOnErasing } from "./erase.js";
import { rightsNeeds } from "./need.js";
import { text } from "./texts.js";

/** Members' rights: to see what is held about them, and to have it erased. */
export const rights: Feature = {
  name: "rights",
  uses: ["order"],
  needs: rightsNeeds,
  concernsAll: (said) => rightsAskOf(said) !== undefined,
  decide: answerRights,
  due: { erasure: goOnErasing },
  commands: [memberEraseCommand],
  texts: [text],
  keeps: ["member_erased"],
  // It ends by itself as soon as the erasing is done.
  about: { erasure: "nobody" },
};
