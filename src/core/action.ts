import type { Place } from "./event.js";

/** A PNG in base64, and what is said in its place where it can't be shown. */
export type Picture = { readonly png: string; readonly alt: string };

/** What the bot does to the world; all of it goes through the outbox. */
export type Action =
  | { readonly kind: "send_text"; readonly to: Place; readonly text: string }
  | ({ readonly kind: "send_image"; readonly to: Place } & Picture)
  | { readonly kind: "approve_join"; readonly to: Place; readonly user: string }
  | { readonly kind: "decline_join"; readonly to: Place; readonly user: string }
  /**
   * Make the link by which people ask to join; the receipt carries it. Who comes by one that is made for a
   * source, 1 to 32 ASCII signs, is said to come from there.
   */
  | { readonly kind: "invite_link"; readonly to: Place; readonly source?: string };

/** What people see; everything else is an effect. */
type Message = Extract<Action, { readonly kind: "send_text" | "send_image" }>;
export const isMessage = (action: Action): action is Message =>
  action.kind === "send_text" || action.kind === "send_image";

/** What a platform says about a performed action. */
export type Receipt = {
  readonly messageId?: string;
  readonly link?: string;
  /** The platform shows an account its own messages, and this one did not come within half a minute. */
  readonly echo?: "missing";
};
