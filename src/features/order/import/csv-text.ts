import { createReadStream } from "node:fs";
import { UserError } from "../../../core/errors.js";

type Encoding = "utf-8" | "utf-16le" | "gb18030";

/**
 * The encoding of a file: by its byte order mark, else UTF-8 if all of it is valid UTF-8, else
 * GB18030 (which holds GBK), the Chinese spreadsheets' default. The whole file is looked at, since
 * the first Chinese character may come after a million ASCII rows.
 */
async function encodingOf(path: string): Promise<Encoding> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let first = true;
  try {
    for await (const chunk of bytesOf(path)) {
      if (first && chunk[0] === 0xff && chunk[1] === 0xfe) return "utf-16le";
      first = false;
      decoder.decode(chunk, { stream: true });
    }
    decoder.decode();
    return "utf-8";
  } catch (error) {
    if (error instanceof UserError) throw error;
    return "gb18030";
  }
}

/** A file's text by chunks, without its byte order mark. @throws UserError when it can't be read. */
export async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(await encodingOf(path));
  for await (const chunk of bytesOf(path)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
      yield chunk as Uint8Array;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new UserError(code === "ENOENT" ? "FILE_NOT_FOUND" : "FILE_UNREADABLE", { path });
  }
}
