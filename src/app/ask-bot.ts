import { connect } from "node:net";
import { createInterface } from "node:readline";
import { OutputFailure, UserError } from "../core/errors.js";
import { type Ask, answered, type Done, deskOf, ofAsking } from "./backup-words.js";

/** A bot that is busy with other things answers within seconds, and tells every second that it goes on. */
const PATIENCE_MS = 60_000;

type Codes = {
  /** Nobody listens there. */
  readonly nobody: string;
  /** It didn't come to an answer. */
  readonly failed: string;
};

/**
 * Has the bot that works on a file do something.
 * @throws UserError one of the codes, and what the bot says
 */
export async function askBot(path: string, asked: Ask, { nobody, failed }: Codes): Promise<Done> {
  const socket = connect(deskOf(path));
  const ended = new Promise<never>((_resolve, reject) => {
    socket.on("error", () => reject(new UserError(nobody, { path })));
    socket.setTimeout(PATIENCE_MS, () => reject(new UserError(failed)));
  });
  try {
    socket.write(ofAsking(asked));
    const line = await Promise.race([ended, answerOn(socket)]);
    const told = line === undefined ? undefined : answered(line);
    if (told === undefined) throw new UserError(failed);
    if (!("code" in told)) return told;
    // What the bot's user can't write; the rest is of the bot's own words.
    const Refusal = told.code.startsWith("FILE_") ? OutputFailure : UserError;
    throw new Refusal(told.code, told.params);
  } finally {
    socket.destroy();
  }
}

async function answerOn(socket: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: socket })) if (line !== "") return line;
  return undefined;
}
