import { accountId } from "../core/account-id.js";
import type { Clock } from "../core/time/clock.js";
import { type AccountLimits, limitsOf } from "../domain/governor/limits.js";
import type { OwnLimits } from "../domain/governor/rules.js";
import { limitsAsOwned } from "../domain/governor/schema.js";
import type { Feature } from "../engine/feature.js";
import {
  type AccountGovernor,
  createAccountGovernor,
} from "../engine/outbound/account-governor.js";
import type { Playbooks } from "../engine/playbooks.js";
import type { Platform } from "../platform/port.js";
import type { Store } from "../store/port.js";
import type { Config } from "./config.js";

export type GovernorsDeps = {
  readonly store: Store;
  readonly clock: Clock;
  readonly playbooks: Playbooks;
  readonly features: readonly Pick<Feature, "governs">[];
  /** What an account may do, where it isn't what its kind says. */
  readonly limits?: ((platform: Platform) => AccountLimits | undefined) | undefined;
};

export type Governors = ReturnType<typeof createGovernors>;

/** A governor for each account that this process is and that has limits of its own. */
export function createGovernors(deps: GovernorsDeps) {
  const { store, clock, playbooks, features } = deps;
  const governors = new Map<string, AccountGovernor>();
  const limitsFor = deps.limits ?? kindsLimits;
  const zoneOf = (client: string) =>
    playbooks.current(client === "" ? (playbooks.clients()[0] ?? "") : client)?.playbook.timezone ??
    "UTC";

  function own() {
    const limits = new Map<string, OwnLimits>();
    const versions: string[] = [];
    for (const client of playbooks.clients()) {
      const { playbook, hash } = playbooks.current(client) ?? {};
      const its = playbook && features.map(({ governs }) => governs?.(playbook)).find(Boolean);
      if (its) limits.set(client, its);
      versions.push(`${client}/${hash}`);
    }
    return { limits, version: versions.join(" ") };
  }
  return {
    get: (account: string): AccountGovernor | undefined => governors.get(account),
    /** Begins with what the store says the account did, whoever it was. */
    open(platform: Platform): void {
      const limits = limitsFor(platform);
      const of = limits && { store, clock, platform, limits, own, zoneOf };
      if (!of) return;
      const governor = createAccountGovernor(of);
      governors.set(platform.account, governor);
      platform.limitLookUps?.(governor.lookUp);
    },
    close: (account: string): void => void governors.delete(account),
  };
}

const kindsLimits = ({ accountKind, id }: Platform) => limitsOf(accountKind ?? id);

/** The limits of each account, as its kind and its owner say. */
export function configuredLimits({ wechat }: Pick<Config, "wechat">) {
  const words = new Map(wechat.map(({ name, word = {} }) => [accountId("wechat", name), word]));
  return (platform: Platform): AccountLimits | undefined => {
    const limits = kindsLimits(platform);
    return limits && limitsAsOwned(limits, words.get(platform.account) ?? {});
  };
}
