import { withClientStore } from "../app/client-store.js";
import type { Config } from "../app/config.js";
import type { Difference, Rebuilt } from "../store/port.js";

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
    process.stdout.write(`${lines(found, check, config.lang === "en").join("\n")}\n`);
  }
  return check && !equal ? 1 : 0;
}

function lines({ facts, rows, different, first }: Rebuilt, check: boolean, en: boolean): string[] {
  if (different === 0) {
    return [
      en
        ? `${facts} facts, ${rows} rows: what is stored is what they add up to`
        : `${facts} 条事实，${rows} 行：存的和算出来的一样`,
    ];
  }
  const more = different - first.length;
  const done = en ? "replaced by what the facts add up to" : "已换成事实算出来的";
  return [
    en
      ? `${facts} facts, ${rows} rows: ${different} sums differ`
      : `${facts} 条事实，${rows} 行：有 ${different} 处不一样`,
    ...first.map((one) => line(one, en)),
    ...(more > 0 ? [en ? `… and ${more} more` : `……还有 ${more} 处`] : []),
    ...(check ? [] : [done]),
  ];
}

const line = ({ day, group, sum, stored, fromFacts }: Difference, en: boolean): string =>
  en
    ? `${day} ${group} ${sum}: stored ${stored}, by the facts ${fromFacts}`
    : `${day} ${group} ${sum}：存的 ${stored}，事实是 ${fromFacts}`;
