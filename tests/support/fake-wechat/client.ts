import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import type { Address } from "./control.js";
import type { Deed } from "./deeds.js";
import type { Call } from "./faults.js";
import type { ServiceOptions } from "./service.js";
import type { Sent } from "./state.js";

/** A process with fakes of WeChat in it. */
export type FakeWechat = Awaited<ReturnType<typeof startFakeWechat>>;
/** One WeChat there. */
export type Wechat = Awaited<ReturnType<FakeWechat["open"]>>;

/** Starts a process of its own for fakes of WeChat. It ends with the one that started it. */
export async function startFakeWechat() {
  const main = "tests/support/fake-wechat/main.ts";
  const args = ["--import", "tsx", main, "--empty", "--control", "0"];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (bytes) => {
    said += String(bytes);
  });
  const ended = once(child, "exit");
  const url = await new Promise<string>((resolve, reject) => {
    ended.then(([code]) => reject(new Error(`the fake WeChat ended with ${code}: ${said}`)));
    child.stdout.on("data", (bytes) => {
      const [, found] = /^control (\S+)$/m.exec(String(bytes)) ?? [];
      if (found) resolve(found);
    });
  });
  child.unref();
  for (const pipe of [child.stdin, child.stdout, child.stderr]) (pipe as unknown as Pipe).unref?.();

  async function ask<T>(path: string, body: object): Promise<T> {
    const response = await fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) });
    const answer = (await response.json()) as T & { readonly error?: string };
    if (!response.ok) throw new Error(answer.error);
    return answer;
  }

  return {
    /** Opens a WeChat of its own, with the bot's account in it. */
    async open(options: ServiceOptions = {}) {
      const address = await ask<Address>("/open", options);
      const { world } = address;
      /** Does them in this order. @returns what each was asked for @throws Error what WeChat refuses */
      const doAll = async (deeds: readonly Deed[]) =>
        (await ask<{ readonly results: readonly unknown[] }>("/do", { world, deeds })).results;
      return {
        ...address,
        doAll,
        do: async <T = unknown>(deed: Deed): Promise<T> => (await doAll([deed]))[0] as T,
        /** What the bot has sent, from the nth on. */
        sent: async (from = 0) => (await doAll([{ deed: "sent", from }]))[0] as readonly Sent[],
        /** Waits until the puppet has been called so often. */
        called: async (method: string, times: number) => {
          for (;;) {
            const [calls] = (await doAll([{ deed: "calls" }])) as [readonly Call[]];
            if (calls.filter((call) => call.method === method).length >= times) return;
            await wait(3);
          }
        },
        /** Waits until the server knows that its last client is gone: the next one hears nothing before. */
        left: async () => {
          while ((await doAll([{ deed: "listeners" }]))[0] !== 0) await wait(3);
        },
        close: () => ask("/close", { world }),
      };
    },
    /** `kill -9`, and it is dead. */
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    /** It stands still, its connections open. */
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    end: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** A pipe of a child that need not be waited for. */
type Pipe = { readonly unref?: () => void };
