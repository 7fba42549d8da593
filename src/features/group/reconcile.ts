import type { Event } from "../../core/event.js";
import type { Deps } from "../../engine/feature.js";

type CountDeps = Pick<Deps, "store" | "playbooks" | "clock" | "platforms"> & {
  readonly receive: (events: readonly Event[]) => Promise<unknown>;
};

/** The platform's own counts come in like any other event; a group that can't be counted is left out. */
export async function reconcile(deps: CountDeps): Promise<void> {
  const { store, playbooks, clock } = deps;
  for (const client of playbooks.clients()) {
    for (const { value } of await store.list(client, "group")) {
      const platform = deps.platforms.find(({ account }) => account === value.account);
      if (!platform?.capabilities.has("member_count") || value.gone || value.unbound) continue;
      const place = { platform: value.platform, chat: value.chat, direct: false };
      const count = await platform.count(place).catch(() => undefined);
      if (count === undefined) continue;
      const at = clock.now();
      const id = `count:${value.chat}:${at}`;
      const { id: on, account } = platform;
      await deps.receive([{ id, platform: on, account, at, place, kind: "counted", count }]);
    }
  }
}
