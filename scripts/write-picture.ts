import { writeFileSync } from "node:fs";
import { readConfig } from "../src/app/config.js";
import { drawStory } from "./picture/draw.js";
import { playStory } from "./picture/story.js";

const picture = drawStory(await playStory(readConfig({})), "Asia/Shanghai");
writeFileSync(new URL("../docs/picture.svg", import.meta.url), picture);
