import { withClientStore } from "../app/client-store.js";
import type { Config } from "../app/config.js";
import type { Lang } from "../core/i18n.js";
import { text } from "../features/experiment/texts.js";
import type { Store } from "../store/port.js";

type Rebuilt = Awaited<ReturnType<Store["rebuildRollups"]>>;
type Difference = Rebuilt["first"][number];

export type RebuildOptions = {
  readonly client: string;
  readonly check?: boolean;
  readonly json?: boolean;
};

/**
 * `suanpan rollups rebuild --client C [--check] [--json]`. The bot must not run on the same database
 * meanwhile.
 * @returns the exit code: 1 when a check finds a difference, else 0.
 */
export async function rebuildRollups(options: RebuildOptions, config: Config): Promise<number> {
  const { client, check = false, json = false } = options;
  const found = await withClientStore(client, config, ({ store }) =>
    store.rebuildRollups(client, { check }),
  );
  const equal = found.different === 0;
  if (json) {
    const { first: differences, ...rest } = found;
    const document = { client, ...rest, equal, differences, replaced: !check };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    process.stdout.write(`${lines(found, check, config.lang).join("\n")}\n`);
  }
  return check && !equal ? 1 : 0;
}

function lines(found: Rebuilt, check: boolean, lang: Lang): string[] {
  const { facts, rows, sealed, different, first } = found;
  const kept = sealed > 0 ? [text(lang, "rollups.sealed", { n: sealed })] : [];
  if (different === 0) return [text(lang, "rollups.equal", { facts, rows }), ...kept];
  const more = different - first.length;
  return [
    text(lang, "rollups.different", { facts, rows, n: different }),
    ...first.map((one) => line(one, lang)),
    ...(more > 0 ? [text(lang, "rollups.more", { n: more })] : []),
    ...kept,
    ...(check ? [] : [text(lang, "rollups.replaced")]),
  ];
}

const line = ({ day, group, sum, stored, fromFacts: facts }: Difference, lang: Lang): string =>
  text(lang, "rollups.difference", { day, group, sum, stored, facts });
