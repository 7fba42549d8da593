import { inflateSync } from "node:zlib";
import decodeQR from "qr/decode.js";
import { describe, expect, test } from "vitest";
import { qrPng, qrTerminal } from "../../src/core/qr.js";

const CODE = "http://weixin.qq.com/x/gabcDEF123?一起";

/** Grey values of a PNG of one bit, one for each pixel. */
function pixelsOf(png: Buffer) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const start = png.indexOf("IDAT");
  const raw = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
  const line = 1 + Math.ceil(width / 8);
  const light = (x: number, y: number) =>
    ((raw[y * line + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.fill(light(x, y) * 255, (y * width + x) * 4, (y * width + x) * 4 + 4);
  return { width, height, data };
}

describe("a QR code", () => {
  test("as a PNG says what it was made of", () => {
    expect(decodeQR(pixelsOf(qrPng(CODE)))).toBe(CODE);
  });

  test("on a terminal too", () => {
    const cells = qrTerminal(CODE)
      .trimEnd()
      .split("\n")
      .flatMap((line) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
        const signs = [...line.replace(/\u001b\[[\d;]*m/g, "")];
        const half = (light: string) => signs.map((sign) => light.includes(sign));
        return [half("█▀"), half("█▄")];
      });
    const width = cells[0]?.length ?? 0;
    const scale = 4;
    const data = new Uint8Array(width * width * scale * scale * 4);
    for (let y = 0; y < width * scale; y++)
      for (let x = 0; x < width * scale; x++) {
        const light = cells[Math.floor(y / scale)]?.[Math.floor(x / scale)];
        data.fill(light ? 255 : 0, (y * width * scale + x) * 4, (y * width * scale + x) * 4 + 4);
      }
    expect(decodeQR({ width: width * scale, height: width * scale, data })).toBe(CODE);
  });

  test("that can't hold the text is none", () => {
    expect(() => qrPng("x".repeat(2_400))).toThrow();
  });
});
