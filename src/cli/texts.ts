import type { UserError } from "../core/errors.js";
import { sentenceOf } from "../core/i18n.js";
import { EXPERIMENT_ERRORS } from "../domain/experiment/report/texts.js";
import { text as promoText } from "../domain/promo/texts.js";
import { text as orderText } from "../features/order/texts.js";
import { simulateErrorTexts } from "./simulate-texts.js";

const TEXTS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  ...EXPERIMENT_ERRORS,
  ...simulateErrorTexts,
  FILE_NOT_UTF8: [
    "{path} 不是 UTF-8 编码，请另存为 UTF-8。",
    "{path} is not UTF-8; save it as UTF-8.",
  ],
  FILE_NOT_FOUND: ["找不到 {path}，请检查路径。", "There is no {path}; check the path."],
  FILE_UNREADABLE: [
    "读不了 {path}。请检查它是不是文件、有没有读取权限。",
    "{path} can't be read; check that it is a file and that you may read it.",
  ],
  FILE_UNWRITABLE: [
    "写不了 {path}。请检查文件夹是否存在、有没有写权限。",
    "{path} can't be written; check that its folder exists and that you may write there.",
  ],
  CHART_KIND: [
    "图的文件名 {path} 要以 .svg 或 .png 结尾。",
    "The chart {path} should be named .svg or .png.",
  ],
  CHART_EMPTY: [
    "{id} 还没有可画的，第一天过完才有图。",
    "There is nothing to draw of {id} yet; its first day has to pass.",
  ],
  FACT_UNREADABLE: [
    "数据库里 {client} 的事实第 {row} 行（facts.seq）坏了，读不出来，可能被手工改过。请从备份里恢复这一行。",
    "Row {row} of the facts of {client} in the database (facts.seq) is damaged and can't be read; it may have been edited by hand. Restore it from a backup.",
  ],
  CHART_VOID: [
    "{id} 的记录和登记对不上，结论作废，没有画图。用 suanpan experiment verify {id} 看是哪里。",
    "{id} is void: its records are not what was registered, so nothing was drawn. suanpan experiment verify {id} says where.",
  ],
  PLAYBOOKS_NONE: [
    "{path} 里没有剧本，没有启动。请放入 playbook.yaml，或用 SUANPAN_PLAYBOOKS 指定目录。",
    "There is no playbook in {path}, so nothing was started. Put a playbook.yaml there, or name the folder in SUANPAN_PLAYBOOKS.",
  ],
  PLAYBOOKS_BROKEN: [
    "剧本有错误，没有启动。请先改正上面各行，再运行 suanpan check。",
    "The playbooks have errors, so nothing was started. Mend the lines above, then run suanpan check.",
  ],
  CLIENT_UNKNOWN: [
    "没有品牌方 {client}。现有：{known}",
    "There is no client {client}. There are: {known}",
  ],
  CLIENT_NO_SANDBOX: [
    "品牌方 {client} 的剧本没有 platform: sandbox 的群，请在 groups.chats 里加一个。",
    "The playbook of {client} has no group with platform: sandbox; add one under groups.chats.",
  ],
  STORE_LOCKED: [
    "数据库 {path} 正被另一个进程使用。先停掉那个进程，或用 SUANPAN_STORE 指定另一个文件。",
    "Another process is using the database {path}. Stop it, or name another file in SUANPAN_STORE.",
  ],
  STORE_NEWER: [
    "数据库 {path} 来自更新的版本，请升级 suanpan。",
    "The database {path} was made by a newer version; upgrade suanpan.",
  ],
  STORE_FULL: [
    "磁盘满了，数据库 {path} 写不进去。请腾出空间，再启动。",
    "The disk is full, so the database {path} can't be written. Free some space, then start again.",
  ],
  STORE_READONLY: [
    "数据库 {path} 是只读的。请检查文件和文件夹的写权限，或改 SUANPAN_STORE。",
    "The database {path} can't be written. Check the permissions of the file and its folder, or SUANPAN_STORE.",
  ],
  OWNER_INVALID: [
    "SUANPAN_OWNER 要写成 平台:编号，例如 telegram:10001。",
    "SUANPAN_OWNER is written platform:id, such as telegram:10001.",
  ],
  STORE_UNREADABLE: [
    "{path} 不是可用的数据库文件，请检查 SUANPAN_STORE。",
    "{path} is not a usable database file; check SUANPAN_STORE.",
  ],
  STORE_UNSUPPORTED: [
    "不支持的 SUANPAN_STORE：目前只有 sqlite:路径。",
    "SUANPAN_STORE is not supported: so far only sqlite:PATH is.",
  ],
  LOG_LEVEL_UNKNOWN: [
    "没有日志级别 {level}，LOG_LEVEL 请从这些里选：{known}",
    "There is no log level {level}; choose LOG_LEVEL from: {known}",
  ],
  TELEGRAM_API_ROOT_INVALID: [
    "TELEGRAM_API_ROOT 不是网址，请写成 https://api.telegram.org 的样子，或去掉它。",
    "TELEGRAM_API_ROOT is no address; write it like https://api.telegram.org, or leave it out.",
  ],
  FILE_EMPTY: ["{path} 是空文件。", "{path} is empty."],
  CSV_COLUMN_MISSING: [
    "{path} 缺少这些列：{columns}。表头有：{found}。请在剧本 orders.csv.columns 里写明列名。",
    "{path} lacks the columns {columns}. Its header has: {found}. Name them under orders.csv.columns in the playbook.",
  ],
  CSV_COLUMN_TWICE: [
    "{path} 有两列同名：{columns}。不知道该用哪一列；请删掉一列，或改个名字。",
    "{path} has two columns of one name: {columns}. Nobody knows which is meant; remove one, or rename it.",
  ],
  HTTP_ADDRESS: [
    "{address} 不是可用的地址，请写成 127.0.0.1:8787。",
    "{address} is no address; write it like 127.0.0.1:8787.",
  ],
  HTTP_PORT_BUSY: [
    "{address} 已被另一个进程占用。先停掉它，或用 SUANPAN_HTTP 指定另一个端口。",
    "Another process listens on {address}. Stop it, or name another port in SUANPAN_HTTP.",
  ],
  HTTP_LISTEN: [
    "无法在 {address} 上监听（{reason}），请检查 SUANPAN_HTTP。",
    "Can't listen on {address} ({reason}); check SUANPAN_HTTP.",
  ],
  TELEGRAM_TOKEN_REFUSED: [
    "Telegram 不接受这个令牌。请向 @BotFather 取得新的令牌，写入 TELEGRAM_BOT_TOKEN。",
    "Telegram refuses the token. Get a new one from @BotFather and put it into TELEGRAM_BOT_TOKEN.",
  ],
  TELEGRAM_CONFLICT: [
    "另一个进程正用同一个令牌收消息。请停掉它，再启动这里。",
    "Another process polls with the same token. Stop it, then start here again.",
  ],
};

/** The sentence of a user's mistake in the user's language. */
export function errorText(error: UserError, lang: "zh-CN" | "en"): string {
  const found = sentenceOf([promoText, orderText], lang, error);
  if (found !== undefined) return found;
  const text = TEXTS[error.code]?.[lang === "en" ? 1 : 0] ?? error.message;
  return text.replace(/\{(\w+)\}/g, (_all, name: string) => String(error.params[name] ?? ""));
}
