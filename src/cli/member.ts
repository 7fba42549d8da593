import { withClientStore } from "../app/client-store.js";
import type { Config } from "../app/config.js";
import { features } from "../app/features.js";
import { systemClock } from "../core/time/clock.js";
import { cleanName } from "../domain/persona/speak.js";
import { rightsOperations } from "../features/rights/operations.js";
import { text } from "./texts.js";

export type MemberOptions = { readonly client: string };
export type EraseOptions = MemberOptions & { readonly yes?: boolean };

/**
 * `suanpan member export --client C MEMBER`: all that a client's data say of a member, as JSON on stdout.
 * @returns 0 @throws UserError COMMAND_BUYER_UNKNOWN, COMMAND_BUYER_UNCLEAR, STORE_LOCKED while a bot has the file
 */
export const exportMember = (member: string, { client }: MemberOptions, config: Config) =>
  withClientStore(client, config, async ({ store, playbooks }) => {
    const operations = rightsOperations({ store, playbooks, features, clock: systemClock });
    const found = await operations.export(client, member);
    process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    return 0;
  });

/**
 * `suanpan member erase --client C MEMBER [--yes]`: shows what goes, and with `--yes` erases the member with all of
 * their accounts. @returns 0; 1 when nothing was erased for want of `--yes` @throws as `exportMember`
 */
export const eraseMember = (member: string, { client, yes }: EraseOptions, config: Config) =>
  withClientStore(client, config, async ({ store, playbooks }) => {
    const { lang } = config;
    const operations = rightsOperations({ store, playbooks, features, clock: systemClock });
    if (!yes) {
      const { key, name, held } = await operations.held(client, member);
      const counts = { orders: held.orders.length, coupons: held.coupons.length };
      const params = { client, key, name: cleanName(name), ...counts, points: held.points };
      process.stdout.write(`${text(lang, "member.preview", params)}\n`);
      return 1;
    }
    await operations.erase(client, member);
    process.stdout.write(`${text(lang, "member.erased", { client })}\n`);
    return 0;
  });
