// Finds an element of the page by several signals, so that a small change of the page does not break a tour: a selector of CSS, in which
// ` >>> ` leads into an open shadow root, and behind it as a comment (which every engine of CSS skips) what else is known of the element:
// `#buy /*{"role":"button","name":"Buy now"}*/`.

const SPLIT = /^(.*?)(?:\/\*(\{.*\})\*\/)?\s*$/s;

/** The parts of a selector as it is kept. */
export function taken(text) {
  const [, css, json] = text.match(SPLIT);
  try {
    return { css: css.trim(), ...(json && JSON.parse(json)) };
  } catch {
    return { css: css.trim() };
  }
}

const known = (json) => JSON.stringify(json).replaceAll("*/", "*\\/");

/** What is kept of an element. */
export const kept = (css, signals) => `${css} /*${known(signals)}*/`;

/** What a screen reader calls the element, near enough to tell it from others. */
export function nameOf(element) {
  const label = element.labels && element.labels[0];
  const text = element.getAttribute("aria-label") || (label && label.textContent) || element.placeholder || element.alt || element.title || element.textContent;
  return (text || "").replace(/\s+/g, " ").trim().slice(0, 80);
}

const ROLES = { A: "link", BUTTON: "button", SELECT: "combobox", TEXTAREA: "textbox", INPUT: "textbox", IMG: "img", NAV: "navigation", MAIN: "main" };
const BOXES = { button: "button", submit: "button", checkbox: "checkbox", radio: "radio" };

/** What the element is. */
export const roleOf = (element) => element.getAttribute("role") || (element.tagName === "INPUT" && BOXES[element.type]) || ROLES[element.tagName] || element.tagName.toLowerCase();

export const isShown = (element) => element.isConnected && element.getClientRects().length > 0;

/** The document and the open shadow roots in it. */
function* roots(from = document) {
  yield from === document ? document : from;
  for (const element of from.querySelectorAll("*")) if (element.shadowRoot && element.id !== "opencom-widget") yield* roots(element.shadowRoot);
}

/** Everything that a selector finds, through shadow roots where it says so. */
export function everything(css) {
  let within = [document];
  let found = [];
  try {
    for (const part of css.split(" >>> ")) {
      found = within.flatMap((root) => [...root.querySelectorAll(part)]);
      within = found.map((element) => element.shadowRoot).filter(Boolean);
    }
  } catch {
    return []; // What is no selector finds nothing.
  }
  return found;
}

/** The element that a kept selector means; none where none does. */
export function find(text) {
  const { css, role, name } = taken(text);
  const found = css ? everything(css).filter(isShown) : [];
  const isMeant = (element) => (!role || roleOf(element) === role) && nameOf(element) === name;
  if (!name) return found[0];
  const sure = found.find(isMeant);
  if (sure) return sure;
  // One that alone has the selector may have been renamed; among several the name decides.
  if (found.length === 1) return found[0];
  for (const root of roots()) {
    const named = [...root.querySelectorAll(role && /^[a-z]+$/.test(role) ? `[role=${role}],` + tags(role) : "*")].filter((element) => isMeant(element) && isShown(element));
    if (named.length === 1) return named[0];
  }
  return found[0];
}

const tags = (role) => {
  const names = Object.keys(ROLES).filter((tag) => ROLES[tag] === role || tag === "INPUT");
  return names.length > 1 ? names.join() : role;
};
