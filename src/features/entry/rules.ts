import { z } from "zod";
import { textField } from "../../core/fields.js";
import type { Section } from "../../playbook/schema.js";
import { SOURCE } from "./source-id.js";

declare module "../../playbook/schema.js" {
  interface Sections {
    entry: EntryRules;
  }
}

/** Each has a link of its own in every group where people come in. */
const MOST_SOURCES = 200;
const PUBLIC = /^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/;

const entrySchema = z.strictObject({
  /** Where the pages are published; the bot itself listens on this machine alone. */
  url: z.string().regex(PUBLIC, "PLAYBOOK_ENTRY_URL").optional(),
  /** The booths, posters and channels that people come from: id -> what operators call it. */
  sources: z
    .record(z.string().regex(SOURCE, "PLAYBOOK_ENTRY_SOURCE"), textField)
    .refine((sources) => Object.keys(sources).length <= MOST_SOURCES, "PLAYBOOK_ENTRY_SOURCES")
    .default({}),
});
type EntryRules = z.infer<typeof entrySchema>;

/** The section `entry:` of a playbook. */
export const entrySection: Section = { key: "entry", schema: entrySchema };
