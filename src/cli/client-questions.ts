import type { Lang } from "../core/i18n.js";
import { type Answers, OFFERS, TRADES } from "../playbook/starter/answers.js";
import {
  readBrand,
  readChoice,
  readClient,
  readCurrency,
  readGroups,
  readOrder,
  readOwner,
  readZone,
} from "../playbook/starter/readers.js";
import { tradeNames } from "../playbook/starter/starter.js";
import { text } from "./texts.js";

/** What was answered so far. */
export type SoFar = Partial<Answers>;

/** One question of `client new`; its name is that of its option too. */
export type Question = {
  readonly name: keyof Answers;
  readonly ask: (soFar: SoFar) => string;
  /** What stands for an empty answer; without it an answer is wanted. */
  readonly otherwise?: (soFar: SoFar) => string;
  /** @throws UserError what is wrong with the answer */
  readonly read: (answer: string, soFar: SoFar) => Answers[keyof Answers];
};

/** What `client new` asks, one after the other. Later ones may look at earlier answers. */
export function clientQuestions(
  lang: Lang,
  locale: Lang,
  isTaken: (client: string) => boolean,
): readonly Question[] {
  const trades = tradeNames(lang);
  const tradeChoices = TRADES.map((id) => ({ id, called: trades[id] }));
  const offerChoices = OFFERS.map((id) => ({ id, called: offerName(lang, id) }));
  const chinese = locale === "zh-CN";
  return [
    { name: "brand", ask: () => text(lang, "new.brand"), read: readBrand },
    {
      name: "client",
      ask: () => text(lang, "new.client"),
      otherwise: ({ brand = "" }) => freeId(brand, isTaken),
      read: readClient,
    },
    {
      name: "trade",
      ask: () => text(lang, "new.trade", { choices: listed(tradeChoices) }),
      read: (answer) => readChoice(answer, tradeChoices),
    },
    {
      name: "zone",
      ask: () => text(lang, "new.zone"),
      otherwise: () =>
        chinese ? "Asia/Shanghai" : Intl.DateTimeFormat().resolvedOptions().timeZone,
      read: readZone,
    },
    {
      name: "currency",
      ask: () => text(lang, "new.currency"),
      otherwise: () => (chinese ? "CNY" : "USD"),
      read: readCurrency,
    },
    {
      name: "groups",
      ask: () => text(lang, "new.groups"),
      otherwise: () => "2",
      read: readGroups,
    },
    {
      name: "order",
      ask: ({ currency = "" }) => text(lang, "new.order", { currency }),
      read: (answer, { currency = "" }) => readOrder(answer, currency),
    },
    {
      name: "offer",
      ask: () => text(lang, "new.offer", { choices: listed(offerChoices) }),
      read: (answer) => readChoice(answer, offerChoices),
    },
    {
      name: "owner",
      ask: () => text(lang, "new.owner"),
      otherwise: () => "",
      read: (answer) => (answer === "" ? {} : readOwner(answer)),
    },
  ];
}

function offerName(lang: Lang, offer: Answers["offer"]): string {
  switch (offer) {
    case "threshold":
      return text(lang, "new.offer.threshold");
    case "percent":
      return text(lang, "new.offer.percent");
    case "newcomer":
      return text(lang, "new.offer.newcomer");
    case "none":
      return text(lang, "new.offer.none");
  }
}

const listed = (choices: readonly { readonly called: string }[]): string =>
  choices.map(({ called }, i) => `${i + 1} ${called}`).join("  ");

/** An id made of the brand's Latin letters, `brand` without any; with a number behind where it is taken. */
function freeId(brand: string, isTaken: (client: string) => boolean): string {
  const letters = brand
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[-\d]+|-+$/g, "");
  const id = letters.slice(0, 32) || "brand";
  if (!isTaken(id)) return id;
  for (let n = 2; ; n++) if (!isTaken(`${id}-${n}`)) return `${id}-${n}`;
}
