import type { GiveForm, Promo } from "../../domain/promo/schema.js";
import type { Code } from "../findings/codes.js";
import type { Params, Problem } from "../findings/finding.js";
import type { Path } from "../read/read.js";

/** What the checks of one promo share. */
export type PromoCase = {
  readonly id: string;
  readonly promo: Promo;
  /** What it gives. */
  readonly form: GiveForm;
  readonly currency: string;
  /** Minor units; undefined where the text is no amount. */
  readonly minor: (text: string | undefined) => number | undefined;
  readonly show: (minor: number) => string;
  /** A problem at a value of the promo, or at a key. */
  readonly say: (code: Code, path: Path, params?: Params, side?: "key") => Problem;
};
/** What promos are checked against besides themselves. */
export type PromoSetting = {
  readonly quiet?: { readonly from: string; readonly to: string } | undefined;
  readonly now?: number | undefined;
};
