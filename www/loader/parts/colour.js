// Just enough colour arithmetic for the launcher; the app has its own.

/** Red, green and blue of `#RGB` or `#RRGGBB`, 0 to 255. */
const channels = (hex) =>
  (/^#[0-9a-f]{6}$/i.test(hex) ? hex.slice(1).match(/../g) : [...hex.slice(1)].map((one) => one + one)).map((one) => parseInt(one, 16));

/** The launcher's colour, its darker end, and black or white, whichever reads better on it. */
export function palette(hex) {
  if (!/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(hex)) hex = "#792cd4";
  const rgb = channels(hex);
  const [r, g, b] = rgb.map((one) => ((one /= 255) <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
  const isLight = 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.3;
  return { "--p": hex, "--p2": `rgb(${rgb.map((one) => Math.round(one * 0.8))})`, "--on": isLight ? "#10131a" : "#fff" };
}
