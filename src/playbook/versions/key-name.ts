import type { Lang } from "../../core/i18n.js";
import { text } from "./texts.js";

/** The keys of playbooks and personas that have a name of their own in what operators read; others are shown as written. */
const names = [
  ...["account", "address", "again_after", "arms", "ask", "at", "banned", "block", "brand"],
  ...["budget", "cap", "capacity", "chat", "chats", "claim", "code", "confidence", "cooldown"],
  ...["coupons", "currency", "daily", "days", "design", "discloses_bot", "else", "emoji_max"],
  ...["entry", "every", "except", "except_tags", "experiments", "facts", "favours", "for"],
  ...["from", "gap", "gift", "give", "governor", "grant", "group", "groups", "guardrails"],
  ...["heuristics", "horizon", "if", "keywords", "kind", "label", "length", "limits", "lines"],
  ...["locale", "margin", "master", "max", "member", "min", "name", "new_within", "notify"],
  ...["nudge", "of", "of_sku", "off", "on", "on_uncertain", "on_verdict", "once", "operators"],
  ...["opt_out", "orders", "overflow", "pacing", "pattern", "per", "percent", "persona"],
  ...["personas", "platform", "points", "pool", "pools", "prefix", "price", "primary"],
  ...["priority", "promo", "promos", "qty", "quiet", "reading", "refund", "replies", "reserve"],
  ...["role", "save", "say", "schedule", "scripts", "sentence_max", "share_results", "shipping"],
  ...["skus", "smallest_interesting", "sources", "spend", "split_at", "stack", "stacks", "steps"],
  ...["tag", "tags", "then", "tiers", "timezone", "title", "to", "topic", "topics", "typed"],
  ...["up_to", "uses", "valid", "voice", "wait", "when", "who", "window", "within", "words"],
] as const;
type Name = (typeof names)[number];

export const isKeyName = (key: string): key is Name => (names as readonly string[]).includes(key);

/** What a key is called. */
export const keyName = (key: Name, lang: Lang): string => text(lang, `key.${key}`);
