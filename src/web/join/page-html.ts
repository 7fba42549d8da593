import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import { textsBeside } from "../../core/i18n.js";
import { qrSvg } from "../../core/qr.js";
import type { Page } from "../../features/entry/page.js";
import type { Door } from "../../features/entry/way-in.js";

const text = textsBeside(import.meta.url);

const STYLE = `
:root{color-scheme:light dark}
body{margin:0;font:17px/1.5 system-ui,sans-serif;text-align:center}
main{max-width:22rem;margin:0 auto;padding:2rem 1.25rem}
h1{font-size:1.4rem;margin:0 0 .25rem}
p{margin:.75rem 0}
.go{display:block;padding:.9rem;border-radius:.6rem;background:#07733f;color:#fff;text-decoration:none;font-size:1.1rem}
.qr{background:#fff;border-radius:.6rem;padding:.5rem;margin:1rem auto;max-width:15rem}
.qr svg,.qr img{display:block;width:100%;height:auto}
`;
/** The page's style as a content security policy names it. */
export const STYLE_SOURCE = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

/** A page as HTML: no script, and nothing that stands elsewhere. What it shows is escaped, whoever wrote it. */
export function pageHtml({ locale, brand, state, by, comes }: Page) {
  const shown = comes
    ? html`<p>${text(locale, "comes")}</p>`
    : html`${said(locale, state, by)}${by ? doorHtml(locale, by, state) : ""}`;
  return html`<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${brand}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${brand}</h1>
${shown}
</main>
</body>
</html>
`;
}

function said(locale: Page["locale"], state: Page["state"], by: Door | undefined) {
  if (state === "open") return html`<p>${by?.title ?? ""}</p>`;
  return html`<p>${text(locale, state === "full" && !by ? "no-seat" : state)}</p>`;
}

function doorHtml(locale: Page["locale"], { link, picture, title }: Door, state: Page["state"]) {
  if (picture) {
    const source = `data:${picture.type};base64,${picture.base64}`;
    return html`<div class="qr"><img src="${source}" alt="${text(locale, "code-of", { title })}"></div>
<p>${text(locale, "scan")}</p>`;
  }
  // What a platform calls a link is its own; anything but a web address is not put behind a button.
  if (link === undefined || !/^https:\/\/[^\s]+$/.test(link))
    return html`<p>${text(locale, "closed")}</p>`;
  return html`<p><a class="go" rel="noreferrer" href="${link}">${text(locale, state === "full" ? "line-up" : "go")}</a></p>
<div class="qr">${raw(qrSvg(link))}</div>`;
}
