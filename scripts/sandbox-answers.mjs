import { spawn } from "node:child_process";

/** Only what never comes takes as long. */
const ANSWER_MS = 120_000;

/**
 * Starts the sandbox, asks it something and closes its input.
 * @returns what it said. @throws Error when no answer came, or when it ended with anything but 0
 */
export async function sandboxAnswers(program, args, { cwd, env }) {
  const bot = spawn(program, args, { cwd, env, stdio: "pipe" });
  let said = "";
  const ended = new Promise((resolve) => bot.on("exit", (code, signal) => resolve(code ?? signal)));
  for (const stream of [bot.stdout, bot.stderr]) stream.on("data", (text) => (said += text));
  // A question that is answered at any time of day.
  bot.stdin.write("alice: 你是机器人吗\n");
  const deadline = performance.now() + ANSWER_MS;
  while (!said.includes("bot@lobby:")) {
    const still = await Promise.race([ended, new Promise((go) => setTimeout(go, 50))]);
    if (still !== undefined) throw new Error(`the sandbox ended with ${still}\n${said}`);
    if (performance.now() < deadline) continue;
    bot.kill("SIGKILL");
    throw new Error(`the sandbox gave no answer\n${said}`);
  }
  bot.stdin.end();
  const code = await ended;
  if (code !== 0) throw new Error(`the sandbox ended with ${code}\n${said}`);
  return said;
}
