import type { FaultKind } from "../../tests/support/fake-bot-api-faults.js";
import type { SentMessage } from "../../tests/support/fake-bot-api-state.js";
import { until } from "../../tests/support/until.js";
import type { openProcesses } from "./processes.js";

export type Fake = Awaited<ReturnType<typeof openFake>>;

/** A fake Telegram as a process of its own, in whose chats the bot of this token is an admin from the start. */
export async function openFake(
  { launch }: Pick<ReturnType<typeof openProcesses>, "launch">,
  { token, chats }: { readonly token: string; readonly chats: readonly number[] },
) {
  const main = "tests/support/fake-telegram-main.ts";
  const fake = launch(["--import", "tsx", main, "--port", "0", "--token", token], {});
  await until("the fake Telegram says where it is", () => fake.stdout().includes("\n"));
  const [url = ""] = fake.stdout().split("\n");
  const ask = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${url}/control/${path}`);
    return (await answer.json()) as T;
  };
  /** Says lines to the fake, as one types them into `npm run fake-telegram`. @throws Error at one it can't read */
  const say = async (...lines: readonly string[]): Promise<void> => {
    const answer = await fetch(`${url}/control`, {
      method: "POST",
      body: JSON.stringify({ lines }),
    });
    if (!answer.ok) throw new Error(`the fake Telegram can't read one of: ${lines.join(" | ")}`);
  };
  await say(...chats.map((chat, n) => `bot added ${chat} Group ${n + 1}`));
  return {
    url,
    say,
    fault: (method: string, kind: FaultKind, times = 1) => say(`fault ${method} ${kind} ${times}`),
    /** What the fake has taken in from the nth text on, oldest first. */
    sent: (from = 0) => ask<readonly SentMessage[]>(`sent?from=${from}`),
    /** How many updates the bot has not confirmed yet. */
    pending: () => ask<number>("pending"),
    /** How many calls are still to go wrong, and how none is any more. */
    faults: () => ask<number>("faults"),
    mend: () => say("mend"),
    /** Who is in a chat, the bot not counted. */
    members: (chat: number) => ask<readonly number[]>(`members?chat=${chat}`),
  };
}
