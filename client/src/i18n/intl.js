const made = {};

/** A locale that the browser refuses falls back to the browser's own. */
const make = (locale, kind, options) => {
  const chosen = Object.fromEntries(options.split("&").map((one) => one.split("=")));
  try {
    return new Intl[kind](locale, chosen);
  } catch {
    return new Intl[kind]([], chosen);
  }
};

/**
 * What `Intl.PluralRules` and the like say of a value; the options are `name=value&…`. Each is made once, which takes longer than to ask it.
 * Empty where the browser knows no such thing.
 */
export const intl_says = (locale, kind, options, value, unit) => {
  try {
    const one = (made[[locale, kind, options]] ||= make(locale, kind, options));
    return one.select ? one.select(value) : one.format(value, unit);
  } catch {
    return "";
  }
};
