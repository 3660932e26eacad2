// An author points at an element of the page: what is under the pointer is outlined, a click takes it, with a selector and how good that
// is (widget-sdk.md §8). The page's own handlers do not run meanwhile.

import { everything, kept, nameOf, roleOf } from "./find.js";

const STATE = /hover|focus|active|disabled|selected|open/i;
const isOne = (css, root) => {
  try {
    return root.querySelectorAll(css).length === 1;
  } catch {
    return false;
  }
};

/** A selector within one root: an attribute made for it, an id, classes, else the path. */
function within(element, root) {
  const attributes = [...element.attributes].filter(({ name }) => name === "data-tour-target" || name.startsWith("data-opencom-") || name === "data-testid");
  for (const { name, value } of attributes) {
    const css = value ? `[${name}="${CSS.escape(value)}"]` : `[${name}]`;
    if (isOne(css, root)) return css;
  }
  if (element.id && isOne("#" + CSS.escape(element.id), root)) return "#" + CSS.escape(element.id);
  const classes = [...element.classList].filter((name) => !STATE.test(name)).slice(0, 3);
  const css = classes.map((name) => "." + CSS.escape(name)).join("");
  if (css && isOne(css, root)) return css;
  const path = [];
  for (let at = element; at && at !== root && at.nodeType === 1; at = at.parentElement) {
    if (at !== element && at.id && isOne("#" + CSS.escape(at.id), root)) return ["#" + CSS.escape(at.id), ...path].join(" > ");
    const tag = at.tagName.toLowerCase();
    const alike = at.parentElement ? [...at.parentElement.children].filter((one) => one.tagName === at.tagName) : [];
    path.unshift(alike.length > 1 ? `${tag}:nth-of-type(${alike.indexOf(at) + 1})` : tag);
  }
  return path.join(" > ");
}

/** A selector from the document, through open shadow roots. */
function selector(element) {
  const root = element.getRootNode();
  const css = within(element, root);
  return root.host ? `${selector(root.host)} >>> ${css}` : css;
}

/** How surely a selector finds its element again. */
export function quality(css) {
  const count = everything(css).length;
  const depth = css.split(/ >>> | > | /).length;
  const usesNth = /:nth-/.test(css);
  const usesWildcard = css.includes("*");
  const hasId = /#/.test(css);
  const hasDataAttribute = /\[data-/.test(css);
  const classCount = (css.match(/\.[\w-]/g) || []).length;
  const faults = [
    [count === 0, 45, "missing"],
    [count > 1, Math.min(40, 10 + 5 * (count - 2)), "several"],
    [usesNth, 20, "position"],
    [depth > 4, Math.min(25, 5 * (depth - 4)), "deep"],
    [usesWildcard, 12, "wildcard"],
    [!hasId && !hasDataAttribute, 10, "anonymous"],
    [classCount > 3, 8, "classes"],
  ].filter(([is]) => is);
  const score = Math.max(0, faults.reduce((sum, [, cost]) => sum - cost, 100));
  const grade = score >= 80 ? "good" : score >= 55 ? "fair" : "poor";
  const signals = { matchCount: count, depth, usesNth, hasId, hasDataAttribute, classCount, usesWildcard };
  return { score, grade, warnings: faults.map(([, , word]) => word), signals };
}

/** Begins; what it returns ends it. */
export function pick(picked, signal) {
  const gone = new AbortController();
  signal.addEventListener("abort", () => gone.abort());
  const root = document.getElementById("opencom-widget").shadowRoot;
  const mark = Object.assign(document.createElement("div"), { className: "mark", hidden: true });
  for (const [name, value] of [["position", "absolute"], ["outline", "3px solid var(--p)"], ["outline-offset", "2px"], ["border-radius", "4px"], ["pointer-events", "none"]]) mark.style.setProperty(name, value);
  root.querySelector(".layer").append(mark);
  gone.signal.addEventListener("abort", () => mark.remove());
  const under = (event) => event.composedPath().find((one) => one.nodeType === 1);
  const isOurs = (element) => element.id === "opencom-widget" || element === document.documentElement || element === document.body;
  function show(event) {
    const element = under(event);
    mark.hidden = isOurs(element);
    const { x, y, width, height } = element.getBoundingClientRect();
    for (const [name, value] of [["left", x], ["top", y], ["width", width], ["height", height]]) mark.style.setProperty(name, value + "px");
  }
  function take(event) {
    const element = under(event);
    if (event.composedPath().some((one) => one.id === "opencom-widget")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!/click|key/.test(event.type) || isOurs(element)) return;
    const css = selector(element);
    picked({ selector: kept(css, { role: roleOf(element), name: nameOf(element) }), quality: quality(css) });
  }
  function press(event) {
    if (event.key === "Escape") picked({});
    if (event.key === "Enter") take(event);
  }
  const options = { capture: true, signal: gone.signal };
  for (const event of ["pointermove", "focusin"]) addEventListener(event, show, options);
  addEventListener("keydown", press, options);
  for (const event of ["pointerdown", "mousedown", "mouseup", "click", "submit"]) addEventListener(event, take, options);
  return () => gone.abort();
}
