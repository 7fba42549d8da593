import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import type { Lang } from "../../core/i18n.js";
import { formatMoney } from "../../core/money.js";
import { type Answers, OFFERS, TRADES } from "./answers.js";
import { firstOffer, USES } from "./offer.js";

const tradeSchema = z.object({
  called: z.string(),
  name: z.string(),
  job: z.string(),
  introduce: z.string(),
  post: z.object({ at: z.string(), days: z.string() }),
  posts: z.array(z.string()),
  faq: z.record(
    z.string(),
    z.object({ keywords: z.array(z.string()), lines: z.array(z.string()) }),
  ),
});
const byOffer = z.partialRecord(z.enum(OFFERS), z.string());
const templatesSchema = z.object({
  pool: z.string(),
  playbook: z.string(),
  offers: byOffer,
  coupon_script: z.string(),
  offer_replies: byOffer,
  replies: z.string(),
  experiment: z.string(),
  persona: z.string(),
  offer_lines: byOffer,
  transcript: z.string(),
  offer_heard: byOffer,
  coupon_heard: z.string(),
  trades: z.record(z.enum(TRADES), tradeSchema),
});
type Templates = z.infer<typeof templatesSchema>;

const templates = (locale: Lang): Templates =>
  templatesSchema.parse(
    parse(readFileSync(new URL(`starter.${locale}.yaml`, import.meta.url), "utf8")),
  );

/** What a trade is called in a language. */
export const tradeNames = (locale: Lang): Readonly<Record<Answers["trade"], string>> => {
  const { trades } = templates(locale);
  return Object.fromEntries(TRADES.map((trade) => [trade, trades[trade].called])) as Record<
    Answers["trade"],
    string
  >;
};

/** The id of a new client's persona. */
export const personaOf = (client: string): string => `${client}-host`;

/** A new client's first files, as text. */
export type Starter = {
  readonly playbook: string;
  readonly persona: string;
  /** A story that the two make true. */
  readonly transcript: string;
};

const LOBBIES = 4;
/** Groups below which a comparison between them is not worth beginning. */
const COMPARABLE = 2;

/**
 * A new client's playbook with its persona and a transcript: what the answers say, and for the rest what suits the
 * trade. Everything in it is the operator's to change.
 */
export function starterOf(answers: Answers): Starter {
  const { playbook, persona, transcript, ...parts } = templates(answers.locale);
  const { offer, groups } = answers;
  const trade = parts.trades[answers.trade];
  const sums = sumsOf(answers);
  const values = {
    ...plainValues(answers),
    pool: quoted(filled(parts.pool, { name: answers.brand })),
    ...sums,
    offer_heard: filled(parts.offer_heard[offer] ?? "", sums),
    name: quoted(trade.name),
    job: quoted(trade.job),
    introduce: quoted(trade.introduce),
    post_at: trade.post.at,
    post_days: trade.post.days,
  };
  const posts = trade.posts.map((line) => `- ${quoted(line)}\n`).join("");
  const isTried = offer === "threshold" && groups >= COMPARABLE;
  const blocks = {
    lobbies: lobbiesOf(answers),
    replies: `${parts.offer_replies[offer] ?? ""}${parts.replies}${faqReplies(trade.faq)}`,
    coupon_script: offer === "newcomer" ? parts.coupon_script : "",
    offer: parts.offers[offer] ?? "",
    experiment: isTried ? parts.experiment : "",
    posts,
    faq_lines: faqLines(trade.faq),
    offer_lines: parts.offer_lines[offer] ?? "",
    coupon_heard: offer === "newcomer" ? parts.coupon_heard : "",
  };
  const made = (template: string) => filled(withBlocks(template, blocks), values);
  return { playbook: made(playbook), persona: made(persona), transcript: made(transcript) };
}

/** Groups in the terminal, as many as there are to be; a few are enough to try things in. */
const lobbiesOf = ({ client, groups }: Answers): string =>
  Array.from({ length: Math.min(groups, LOBBIES) }, (_, i) => `lobby${i === 0 ? "" : i + 1}`)
    .map((name) => `${name}: { platform: sandbox, chat: ${client}-${name}, pool: main }\n`)
    .join("");

type Faq = z.infer<typeof tradeSchema>["faq"];

const faqReplies = (faq: Faq): string =>
  Object.entries(faq)
    .map(
      ([id, { keywords }]) =>
        `${id}:\n  when: { keywords: [${keywords.join(", ")}] }\n  say: ${id}\n  cooldown: { per: member, for: 10m }\n`,
    )
    .join("");

const faqLines = (faq: Faq): string =>
  Object.entries(faq)
    .map(([id, { lines }]) => `${id}:\n${lines.map((line) => `  - ${quoted(line)}\n`).join("")}`)
    .join("");

function plainValues({ client, brand, zone, currency, owner }: Answers) {
  const accounts = Object.entries({ sandbox: "boss", ...owner });
  return {
    client,
    brand: quoted(brand),
    zone,
    currency,
    persona: personaOf(client),
    operators: `boss: { ${accounts.map(([at, id]) => `${at}: ${quoted(id)}, `).join("")}role: owner }`,
  };
}

function sumsOf({ order, groups, currency }: Answers) {
  const { spend, off, higher, half, budget } = firstOffer(order, groups);
  const full = (sum: number) => formatMoney(sum, currency);
  const short = (sum: number) =>
    full(sum)
      .replace(/\.0+$/, "")
      .replace(/(\.\d*?)0+$/, "$1");
  return {
    order: short(order),
    spend: full(spend),
    spend_short: short(spend),
    off: full(off),
    off_short: short(off),
    off_twice: full(2 * off),
    higher: full(higher),
    higher_short: short(higher),
    half: full(half),
    half_short: short(half),
    budget: full(budget),
    coupons: String(USES * groups),
  };
}

/** A text as a YAML scalar in double quotes; JSON's are such. */
const quoted = (text: string): string => JSON.stringify(text);

/** A slot that stands alone on its line becomes a block of as many lines, or none. */
const withBlocks = (template: string, blocks: Readonly<Record<string, string>>): string =>
  template.replace(/^( *)<(\w+)>\n/gm, (whole, indent: string, name: string) => {
    const block = blocks[name];
    if (block === undefined) return whole;
    const text = block.endsWith("\n") || block === "" ? block : `${block}\n`;
    return text.replace(/^(?=.)/gm, indent);
  });

/** @throws Error where the template asks for what isn't there: a bug */
const filled = (template: string, values: Readonly<Record<string, string>>): string =>
  template
    .replace(/<(\w+)>/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`nothing fills <${name}>`);
      return value;
    })
    .replace(/\n{3,}/g, "\n\n")
    .replace(/\n+$/, "\n");
