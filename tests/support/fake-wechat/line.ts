import type { OpenPuppet } from "../../../src/platform/wechat/puppet.js";
import { openService } from "../../../src/platform/wechat/vendor.js";
import type { Wechat } from "./client.js";
import type { Deed } from "./deeds.js";
import { freshHome } from "./home.js";

type FencedLine = OpenPuppet & {
  /** Does what people do, and waits until everything that is told of it has come through the line. */
  readonly fenceAfter: (deeds: readonly Deed[]) => Promise<void>;
};
let fences = 0;

/** The product's own line to a fake. */
export async function openLine(
  { endpoint, token, doAll }: Wechat,
  puppet = "wechaty-puppet-service",
): Promise<FencedLine> {
  const line = await openService({ puppet, token, endpoint, tls: false, home: freshHome() });
  const waiting = new Map<string | undefined, () => void>();
  line.puppet.on("dong", ({ data }) => waiting.get(data)?.());
  return {
    ...line,
    fenceAfter: async (deeds) => {
      const data = `fence ${++fences}`;
      const heard = new Promise<void>((resolve) => waiting.set(data, resolve));
      await doAll([...deeds, { deed: "fence", data }]);
      await heard;
      waiting.delete(data);
    },
  };
}
