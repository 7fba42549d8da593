import { Resvg } from "@resvg/resvg-js";
import fc from "fast-check";
import decodeQR from "qr/decode.js";
import { expect, test } from "vitest";
import { qrSvg } from "../../src/core/qr.js";

/** What a phone's camera makes of it. */
function read(svg: string): string {
  const image = new Resvg(svg, { fitTo: { mode: "width", value: 480 }, background: "white" });
  const { width, height, pixels } = image.render();
  return decodeQR({ width, height, data: pixels });
}

test("a link is read from its code as it is", () => {
  const link = "https://t.me/+fake1001000000001x12";
  expect(read(qrSvg(link))).toBe(link);
});

test("whatever a link holds", () => {
  const link = fc.webUrl({ withQueryParameters: true, withFragments: true });
  fc.assert(
    fc.property(link, (address) => {
      expect(read(qrSvg(address))).toBe(address);
    }),
    { numRuns: 20 },
  );
});

test("no text gets into the drawing itself", () => {
  expect(qrSvg(`"><script>alert(1)</script>`)).not.toMatch(/script|alert/);
});
