import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/**
 * Stories that are told again: on WeChat, by a fake that speaks gRPC from a process of its own; and on MongoDB, where
 * the bot's process dies now and then and another takes over.
 */
const TOLD_AGAIN = [
  "tests/app/stories.test.ts",
  "tests/engine/answers.test.ts",
  "tests/engine/clock-jumps.test.ts",
  "tests/engine/full-store.test.ts",
  "tests/engine/late.test.ts",
  "tests/features/chat-order/chat-orders.test.ts",
  "tests/features/coupon/codes.test.ts",
  "tests/features/experiment/experiments.test.ts",
  "tests/features/experiment/rollups.test.ts",
  "tests/features/member/consent.test.ts",
  "tests/features/member/members.test.ts",
  "tests/features/operations/operators.test.ts",
  "tests/features/order/attribution.test.ts",
  "tests/features/order/orders.test.ts",
  "tests/features/promo/prices.test.ts",
  "tests/features/schedule/late-posts.test.ts",
];

/** A client of the puppets' packages and a fake of their service, each as what it is. */
const PUPPETS = "tests/platform/wechat/fake/*.test.ts";

/** What needs a MongoDB: MONGODB_URL names one, or a stand-in is started for the run. */
const MONGO = "tests/store/mongo/*.test.ts";

/** Leases run out while they wait, and processes start: they come behind the rest, more of them side by side. */
const BEHIND = { sequence: { groupOrder: 1 }, maxWorkers: 2 * availableParallelism() };

/** Without the optional packages there is no WeChat; in CI nothing is left out, so that they fail there. */
function isWechatHere() {
  try {
    createRequire(import.meta.url).resolve("wechaty-puppet-service");
    return true;
  } catch {
    if (!process.env.CI)
      console.warn("Stories on WeChat are left out: npm ci brings their packages");
    return Boolean(process.env.CI);
  }
}

/** TypeScript is transformed as it stands; types are checked by `npm run types`. */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: "telegram", include: ["tests/**/*.test.ts"], exclude: [PUPPETS, MONGO] },
      },
      // The packages of puppets remember what was done in their process: each file has one of its own.
      { extends: true, test: { name: "puppets", include: [PUPPETS], isolate: true } },
      {
        extends: true,
        test: {
          name: "mongo",
          include: [MONGO],
          globalSetup: ["tests/support/mongo/global-setup.ts"],
          ...BEHIND,
        },
      },
      {
        extends: true,
        test: {
          name: "mongo-stories",
          // All of them take the stand-in half an hour.
          include: process.env.SUANPAN_ALL_STORIES ? TOLD_AGAIN : TOLD_AGAIN.slice(0, 1),
          globalSetup: ["tests/support/mongo/global-setup.ts"],
          env: { SUANPAN_STORIES_IN: "mongodb" },
          ...BEHIND,
        },
      },
      ...(isWechatHere()
        ? [
            {
              extends: true,
              test: { name: "wechat", include: TOLD_AGAIN, env: { SUANPAN_STORIES_ON: "wechat" } },
            },
          ]
        : []),
    ],
    // The projects transform the same modules: each is kept for the next one, and for the next run.
    experimental: { fsModuleCache: true },
    setupFiles: ["tests/support/setup.ts"],
    pool: "forks",
    // A worker loads the product once, and the setup has all features in use whichever file comes first.
    isolate: false,
    // Half of the files wait for processes or the network most of their time.
    maxWorkers: 2 * availableParallelism(),
    // Only what never ends runs into it, on the slowest machine too.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
