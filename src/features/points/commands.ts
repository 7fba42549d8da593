import { UserError } from "../../core/errors.js";
import { evenText } from "../../core/text/fold.js";
import { refuse, usageOf, words } from "../../engine/commands/ask.js";
import type { Answer, Call, CommandSpec } from "../../engine/feature.js";
import { entryLine } from "./lines.js";
import { pointsOperations } from "./operations.js";
import { text } from "./texts.js";

const MOST = 1_000_000;
const LONGEST_REASON = 100;

/** `/points`: a member's balance and the last of what was added and taken; without a member the group's board. */
export const pointsShowCommand: CommandSpec = {
  name: "points show",
  aliases: ["points", "积分", "积分 查"],
  role: "viewer",
  usage: usageOf(text, "show.usage"),
  async run(call) {
    const [member, ...more] = words(call);
    if (more.length > 0) refuse(pointsShowCommand.usage, call);
    const { locale, zone, client } = call;
    if (member === undefined) return boardAnswer(call);
    const found = await pointsOperations(call.deps).points(client, member);
    const { user, name, balance, debt, recent } = found;
    const head = text(locale, debt > 0 ? "show.debt" : "show", { name, user, balance, debt });
    const lines = recent.slice(-10).map((entry) => entryLine(entry, { locale, zone }));
    return { text: [head, ...lines.reverse()].join("\n") };
  },
};

async function boardAnswer(call: Call): Promise<Answer> {
  const { locale } = call;
  if (call.group === undefined) throw new UserError("POINTS_BOARD_ELSEWHERE");
  const lines = await pointsOperations(call.deps).board(call.client, call.group);
  if (lines.length === 0) return { text: text(locale, "no-board") };
  const shown = lines.map(({ user, name, points }, index) =>
    text(locale, "board-line.operators", { n: index + 1, name, user, points }),
  );
  return { text: [text(locale, "board"), ...shown].join("\n") };
}

/** `/points add`: gives a member points, with a reason that stands in the ledger. */
export const pointsAddCommand: CommandSpec = {
  name: "points add",
  aliases: ["积分 加"],
  role: "operator",
  usage: usageOf(text, "add.usage"),
  run: (call) => change(call, 1, pointsAddCommand.usage),
};

/** `/points subtract`: takes a member's points, with a reason. */
export const pointsSubtractCommand: CommandSpec = {
  name: "points subtract",
  aliases: ["积分 减"],
  role: "operator",
  usage: usageOf(text, "subtract.usage"),
  run: (call) => change(call, -1, pointsSubtractCommand.usage),
};

async function change(call: Call, sign: 1 | -1, usage: CommandSpec["usage"]): Promise<Answer> {
  const [member, amount = "", ...rest] = words(call);
  const reason = rest.join(" ").slice(0, LONGEST_REASON);
  const n = Number(/^\d{1,7}$/.exec(evenText(amount))?.[0] ?? 0);
  if (!member || n < 1 || n > MOST || reason === "") refuse(usage, call);
  const { client, id: seed, locale } = call;
  const of = { client, member, by: sign * n, reason, seed };
  const found = await pointsOperations(call.deps).changePoints(of);
  const { user, name, balance, debt } = found;
  const params = { name, user, n, balance, debt };
  return { text: text(locale, sign > 0 ? "added" : "subtracted", params) };
}
