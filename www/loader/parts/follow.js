// Follows the elements that tours and tooltips stand beside: finds them when they come, tells where they are, and what is done with them.

import { find } from "./find.js";

const STILL = 12; // Frames without a movement after which there is nothing to look at until something stirs.
const EVENTS = { click: "click", fill: "change", over: "mouseenter", out: "mouseleave" };

export function follow(found, acted, moved, signal) {
  const targets = new Map();
  let rest = 0;
  let isLooking = false;

  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y, width, height].map(Math.round);
  };

  /** Who listens to what, for one element. */
  function listen(key, { on }, element) {
    const gone = new AbortController();
    const tell = (what) => element.addEventListener(EVENTS[what], () => act(what), { signal: gone.signal, capture: true });
    const act = (what) => {
      if (what === "fill" && !(element.value || element.textContent || "").trim()) return;
      acted({ key, what });
    };
    on.forEach(tell);
    return gone;
  }

  function look() {
    isLooking = false;
    let hasMoved = false;
    for (const [key, target] of targets) {
      if (!target.element || !target.element.isConnected || target.isDue) {
        const element = find(target.selector);
        target.isDue = false;
        if (element !== target.element) {
          if (target.gone) target.gone.abort();
          target.element = element;
          target.gone = element && listen(key, target, element);
        }
      }
      const rect = target.element ? box(target.element) : null;
      const text = String(rect);
      if (text === target.said) continue;
      target.said = text;
      target.rect = rect;
      hasMoved = true;
      moved(key, rect);
      found({ key, rect });
    }
    rest = hasMoved ? 0 : rest + 1;
    if (targets.size && rest < STILL) again();
  }
  function again() {
    if (!isLooking) requestAnimationFrame(look);
    isLooking = true;
  }
  function stir() {
    if (!targets.size) return;
    rest = 0;
    again();
  }
  /** The page changed: an element may have come, or another one may be meant. */
  function change() {
    for (const target of targets.values()) target.isDue = true;
    stir();
  }

  const options = { capture: true, passive: true, signal };
  for (const event of ["scroll", "resize", "load", "transitionrun", "animationstart", "toggle"]) addEventListener(event, stir, options);
  const changes = new MutationObserver(change);
  signal.addEventListener("abort", () => (changes.disconnect(), watch([])));

  function watch(list) {
    for (const [key, { gone }] of targets) if (!list.some((one) => one.key === key)) gone && gone.abort(), targets.delete(key);
    for (const one of list) if (!targets.has(one.key)) targets.set(one.key, { ...one });
    changes.disconnect();
    if (targets.size) changes.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["class", "style", "id", "hidden", "open"] });
    stir();
  }
  const element = (key) => targets.has(key) && targets.get(key).element;

  return {
    watch,
    has: (selector) => !!find(selector),
    rect: (key) => (targets.has(key) ? targets.get(key).rect : null),
    reach: (key) => element(key) && element(key).scrollIntoView({ block: "center", inline: "nearest", behavior: matchMedia("(prefers-reduced-motion)").matches ? "auto" : "smooth" }),
    focus: (key) => element(key) && element(key).focus({ preventScroll: true }),
  };
}
