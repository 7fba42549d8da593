import type { OpenPuppet } from "../../../src/platform/wechat/puppet.js";
import { openService } from "../../../src/platform/wechat/vendor.js";
import { until } from "../until.js";
import type { Wechat } from "./client.js";
import { freshHome } from "./home.js";

let fences = 0;

/** The product's own line to a fake. `fence` waits until everything that was told has come through it. */
export async function openLine(
  { endpoint, token, do: deed }: Wechat,
  puppet = "wechaty-puppet-service",
): Promise<OpenPuppet & { readonly fence: () => Promise<void> }> {
  const line = await openService({ puppet, token, endpoint, tls: false, home: freshHome() });
  const dongs = new Set<string | undefined>();
  line.puppet.on("dong", ({ data }) => dongs.add(data));
  return {
    ...line,
    fence: async () => {
      const data = `fence ${++fences}`;
      await deed({ deed: "fence", data });
      await until("the fence is heard", () => dongs.has(data));
    },
  };
}
