import encodeQR from "qr";

/** A QR code of a text as SVG, with its quiet zone. @throws Error for a text of more than 2331 bytes */
export const qrSvg = (text: string): string => encodeQR(text, "svg", { ecc: "medium", border: 4 });
