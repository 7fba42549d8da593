import type { Action } from "../../core/action.js";
import { PlatformFailure } from "../../core/errors.js";
import type { Platform } from "../../platform/port.js";
import type { OutboxRow, Outcome } from "../../store/port.js";
import type { Governor } from "./governor.js";

type Deps = {
  readonly platform: Platform;
  readonly governor: Governor;
  /** Puts down that the row leaves now, by this action. @throws Error when it must not. */
  readonly issue: (action: Action) => Promise<void>;
};

/** Performs an action in its turn. A picture that can't be shown is skipped and its words stand in for it. @throws PlatformFailure */
export async function deliver(
  { platform, governor, issue }: Deps,
  { action, unasked }: Pick<OutboxRow, "action" | "unasked">,
): Promise<Outcome> {
  const sent = async (one: Action): Promise<Outcome> => ({
    state: "sent",
    receipt: await governor.pass(unasked, async () => {
      await issue(one);
      return platform.perform(one);
    }),
  });
  if (action.kind !== "send_image") return sent(action);
  let why = "unsupported";
  if (platform.capabilities.has("send_image")) {
    try {
      return await sent(action);
    } catch (error) {
      const refused = whyNotShown(error);
      if (refused === undefined) throw error;
      why = refused;
    }
  }
  await sent({ kind: "send_text", to: action.to, text: action.alt });
  return { state: "skipped", why };
}

/** Why the picture itself was refused; undefined for what a text would have met too. */
function whyNotShown(error: unknown): string | undefined {
  if (!(error instanceof PlatformFailure)) return undefined;
  const { refusal, message } = error;
  switch (refusal.kind) {
    case "unsupported":
    case "too_long":
      return refusal.kind;
    case "unknown":
      return refusal.delivered === "no" ? message : undefined;
    default:
      return undefined;
  }
}
