import type { Feature } from "../../engine/feature.js";
import { reply as answer } from "./reply.js";

/** The playbook's answers to what members ask. */
export const reply: Feature = { name: "reply", decide: answer };
