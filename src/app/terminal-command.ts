import { z } from "zod";
import { UserError } from "../core/errors.js";
import { TERMINAL } from "../engine/commands/ask.js";
import type { Answer, Deps } from "../engine/feature.js";

/** A command that whoever runs the bot types at the terminal for a client. */
export const terminalCommand = z.strictObject({
  command: z.enum(["playbook history", "playbook diff", "playbook use", "playbook rollback"]),
  client: z.string(),
  args: z.string(),
  /** What the preview showed is done. */
  confirmed: z.boolean(),
  lang: z.enum(["zh-CN", "en"]),
});
export type TerminalCommand = z.infer<typeof terminalCommand>;

/**
 * Runs a command as an owner of the client in chat would. @throws UserError CLIENT_UNKNOWN, and the command's own
 */
export async function runForTerminal(deps: Deps, asked: TerminalCommand): Promise<Answer> {
  const { client, command, args, confirmed, lang } = asked;
  const playbook = deps.playbooks.current(client)?.playbook;
  if (!playbook) {
    const known = deps.playbooks.clients().join(", ") || "-";
    throw new UserError("CLIENT_UNKNOWN", { client, known });
  }
  const spec = deps.features
    .flatMap(({ commands = [] }) => commands)
    .find(({ name }) => name === command);
  if (!spec) throw new Error(`no command ${command}`);
  return spec.run({
    ...{ client, args, confirmed, deps, locale: lang },
    place: { platform: TERMINAL, chat: TERMINAL, direct: true },
    ...{ account: TERMINAL, person: { user: TERMINAL, name: TERMINAL } },
    ...{ role: "owner", overall: false, served: [client] },
    ...{ id: `${TERMINAL}:${deps.clock.now()}`, now: deps.clock.now() },
    ...{ zone: playbook.timezone, currency: playbook.currency },
  });
}
