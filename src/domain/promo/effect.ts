import { type Amount, compileAmount, lastOf, money } from "./give.js";
import { unhandled } from "./give-form.js";
import type { GiveForm } from "./schema.js";

type Nothing = {
  readonly amount?: undefined;
  readonly price?: undefined;
  readonly gift?: undefined;
  readonly points?: undefined;
};
type With<K extends keyof Nothing, T> = Omit<Nothing, K> & { readonly [P in K]: T };
/**
 * What a promo does for a basket. Forms that differ only in how they are written are one effect; whoever
 * handles effects switches over their kind, exhaustively.
 */
export type Effect =
  /** Something off the lines that count, by what they cost together. */
  | ({ readonly kind: "amount" } & With<"amount", Amount>)
  /** What one piece of the lines that count costs. */
  | ({ readonly kind: "price" } & With<"price", number>)
  | ({ readonly kind: "shipping" } & Nothing)
  | ({ readonly kind: "gift" } & With<"gift", { readonly sku: string; readonly qty: number }>)
  /** Loyalty points. */
  | ({ readonly kind: "points" } & With<"points", number>);

/** What an effect takes its discount off. */
export type Target = "lines" | "shipping" | "nothing";
const TARGETS: Readonly<Record<Effect["kind"], Target>> = {
  amount: "lines",
  price: "lines",
  shipping: "shipping",
  gift: "nothing",
  points: "nothing",
};
export const targetOf = ({ kind }: Effect): Target => TARGETS[kind];

/** All of one shape, which keeps the code that reads them quick. */
const NOTHING = { amount: undefined, price: undefined, gift: undefined, points: undefined };

/** Compiles what a promo gives, on lines that must cost `spend`. */
export function compileEffect(form: GiveForm, spend: number, currency: string): Effect {
  switch (form.kind) {
    case "off":
    case "percent":
    case "tiers":
    case "every":
      return { ...NOTHING, kind: "amount", amount: compileAmount(form, spend, currency) };
    case "price":
      return { ...NOTHING, kind: "price", price: money(form.price, currency) };
    case "shipping":
      return { ...NOTHING, kind: "shipping" };
    case "gift":
      return { ...NOTHING, kind: "gift", gift: { sku: form.gift, qty: form.qty } };
    case "points":
      return { ...NOTHING, kind: "points", points: form.points };
    default:
      throw unhandled(form);
  }
}

/** Between which costs of its lines an effect grows, and what it takes off at most. */
export type Bounds = {
  /** What its lines must cost at least, the lowest tier included. */
  readonly least: number;
  /** Above this nothing more comes off, Infinity where there is no end; -1 for what no nudge leads to. */
  readonly last: number;
  /** Never more than this comes off; Infinity where that depends on the basket. */
  readonly most: number;
};

export function boundsOf(effect: Effect, spend: number): Bounds {
  const most = Number.POSITIVE_INFINITY;
  switch (effect.kind) {
    case "amount": {
      const { amount } = effect;
      return { least: amount.least, last: lastOf(amount), most: amount.most };
    }
    case "shipping":
      return { least: spend, last: spend, most };
    case "price":
    case "gift":
    case "points":
      return { least: spend, last: -1, most };
    default:
      throw unhandled(effect);
  }
}
