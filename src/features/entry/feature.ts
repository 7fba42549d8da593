import type { Feature } from "../../engine/feature.js";
import { entryCommand, entryPictureCommand, sourcesCommand } from "./commands.js";
import { entryBackCommand, entryMoveCommand } from "./move-commands.js";
import { drawPages } from "./operations.js";
import { entrySection } from "./rules.js";
import { keepLink, linkNeeds } from "./source-link.js";
import { text } from "./texts.js";
import { lookAtPictures, watchPictures } from "./watch.js";

/** The ways into the groups: a page for each pool, and from where people came. */
export const entry: Feature = {
  name: "entry",
  uses: ["group"],
  needs: linkNeeds,
  decide: keepLink,
  due: { "entry-watch": lookAtPictures },
  section: entrySection,
  async takeUp(deps, client) {
    await drawPages(deps, client);
    await watchPictures(deps, client);
  },
  commands: [entryCommand, entryPictureCommand, entryMoveCommand, entryBackCommand, sourcesCommand],
  texts: [text],
  about: {
    entry: "nobody",
    "entry-code": "nobody",
    "entry-source": "nobody",
    "entry-link": "nobody",
    "entry-picture": "nobody",
    "entry-watch": "nobody",
  },
};
