/** A booth, a poster, a channel: ASCII, and as long as Telegram lets the name of a link be. */
export const SOURCE = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;

/** What a page's address says behind `?s=`, where it can be a source; anything else is none. */
export const sourceIn = (text: string | undefined): string | undefined =>
  text !== undefined && SOURCE.test(text) ? text : undefined;
