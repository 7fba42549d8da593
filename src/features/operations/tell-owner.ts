import type { Picture } from "../../core/action.js";
import type { Lang } from "../../core/i18n.js";
import type { Clock } from "../../core/time/clock.js";
import { plainRow } from "../../engine/plain-row.js";
import type { Platform } from "../../platform/port.js";
import { type Store, SYSTEM } from "../../store/port.js";
import { text } from "./texts.js";

type Deps = {
  readonly store: Pick<Store, "commit">;
  readonly clock: Clock;
  readonly platforms: () => readonly Platform[];
  /** `platform:user`; without one nobody is told. */
  readonly owner: string | undefined;
  readonly lang: Lang;
};

/** A code is of no use to who sees it later; that an account is out is until it is in again. */
const CODE_LIVES_MS = 5 * 60_000;
/** Fits into one message of every platform. */
const MESSAGE_MAX = 3_500;
const NEWS_LIVES_MS = 12 * 3_600_000;

/** Tells the owner of the installation, on another account than the one that it is about, how its login stands; and which client could not be started. */
export function createOwnerNews(deps: Deps) {
  const { store, clock, owner, lang } = deps;

  async function tell(about: string, said: string, picture?: Picture): Promise<void> {
    const [, platform = "", user = ""] = /^([^:]+):(.+)$/.exec(owner ?? "") ?? [];
    const by = deps
      .platforms()
      .find((one) => one.id === platform && one.account !== about && !one.health().lost);
    if (!by) return;
    const to = { platform, chat: user, direct: true };
    const now = clock.now();
    const row = (action: Parameters<typeof plainRow>[0]["action"], livesMs: number) =>
      plainRow({
        key: `login:${about}:${now}:${action.kind}`,
        action,
        account: by.account,
        now,
        livesMs,
      });
    const outbox = [
      row({ kind: "send_text", to, text: said }, picture ? CODE_LIVES_MS : NEWS_LIVES_MS),
      ...(picture ? [row({ kind: "send_image", to, ...picture }, CODE_LIVES_MS)] : []),
    ];
    await store.commit({ client: SYSTEM, changes: [], outbox, facts: [] });
  }

  return {
    out: (account: string, atNight: boolean) =>
      tell(account, text(lang, atNight ? "login.was-out" : "login.put-out", { account })),
    /** Why a client was left out at the start, a line for each finding. */
    leftOut: (client: string, lines: readonly string[]) =>
      tell(
        client,
        [text(lang, "left-out.client", { client }), ...lines].join("\n").slice(0, MESSAGE_MAX),
      ),
    in: (account: string) => tell(account, text(lang, "login.is-in", { account })),
    /** What has to be scanned. */
    code: (account: string, png: Buffer) =>
      tell(account, text(lang, "login.scan", { account }), {
        png: png.toString("base64"),
        alt: text(lang, "login.picture"),
      }),
  };
}
export type OwnerNews = ReturnType<typeof createOwnerNews>;
