import { UserError } from "../../core/errors.js";
import { parseMoney } from "../../core/money.js";
import { hasControls } from "../../core/outside-text.js";
import { plainText } from "../../core/text/fold.js";
import { CURRENCIES, zoneCode } from "../read/values.js";

const BRAND = 40;
const GROUPS = 10_000;

/** @returns the brand's name. @throws UserError STARTER_BRAND: none, a long one, or signs that lines read as their own */
export function readBrand(text: string): string {
  const brand = text.trim();
  if (brand === "" || [...brand].length > BRAND || hasControls(brand) || /[{}<>%\n]/.test(brand))
    throw new UserError("STARTER_BRAND", { max: BRAND });
  return brand;
}

/** @returns a client's id, which is a folder's name too. @throws UserError STARTER_CLIENT */
export function readClient(text: string): string {
  const id = plainText(text).trim().toLowerCase();
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(id)) throw new UserError("STARTER_CLIENT");
  return id;
}

/** @returns an IANA zone. @throws UserError STARTER_ZONE */
export function readZone(text: string): string {
  const zone = text.trim();
  if (zoneCode(zone) !== undefined) throw new UserError("STARTER_ZONE");
  return zone;
}

/** @returns a currency's code. @throws UserError STARTER_CURRENCY */
export function readCurrency(text: string): string {
  const code = plainText(text).trim().toUpperCase();
  if (!CURRENCIES.includes(code)) throw new UserError("STARTER_CURRENCY");
  return code;
}

/** @returns how many groups there are to be. @throws UserError STARTER_GROUPS */
export function readGroups(text: string): number {
  const figures = plainText(text).trim();
  const groups = /^\d{1,6}$/.test(figures) ? Number(figures) : 0;
  if (groups < 1 || groups > GROUPS) throw new UserError("STARTER_GROUPS", { max: GROUPS });
  return groups;
}

/** @returns an average order in minor units. @throws UserError STARTER_ORDER */
export function readOrder(text: string, currency: string): number {
  const figures = plainText(text).trim().replace(/元$/, "");
  const order = parseMoney(figures, currency) ?? 0;
  if (order < 1) throw new UserError("STARTER_ORDER", { currency });
  return order;
}

/** @returns one of `choices` by its number, its id or its name. @throws UserError STARTER_CHOICE */
export function readChoice<Id extends string>(
  text: string,
  choices: readonly { readonly id: Id; readonly called: string }[],
): Id {
  const word = plainText(text).trim().toLowerCase();
  const chosen =
    choices[Number(word) - 1] ??
    choices.find(({ id, called }) => id === word || called.toLowerCase() === word);
  if (!chosen) throw new UserError("STARTER_CHOICE", { max: choices.length });
  return chosen.id;
}

/** @returns the owner's accounts: digits are Telegram's. @throws UserError STARTER_OWNER */
export function readOwner(text: string): Readonly<Record<string, string>> {
  const [, platform = "telegram", id = ""] =
    /^(?:(telegram|wechat)\s*:\s*)?(\S{1,64})$/i.exec(plainText(text).trim()) ?? [];
  const on = platform.toLowerCase();
  if (id === "" || hasControls(id) || (on === "telegram" && !/^\d{1,16}$/.test(id)))
    throw new UserError("STARTER_OWNER");
  return { [on]: id };
}
