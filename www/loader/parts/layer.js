// What the page gets to see: one host element, a shadow root, a layer in the top layer, in it launcher and frame.
// The page's rules can only reach the host element, so that one carries `!important` styles of its own.

import { outline } from "./outline.js";

const make = (name, parts, ...inner) => {
  const node = Object.assign(document.createElement(name), parts);
  node.append(...inner);
  return node;
};
const assign = (style, values) => Object.entries(values).forEach(([name, value]) => style.setProperty(name, value));

/** The launcher's colour, its darker end, and black or white, whichever reads better on it. Just enough arithmetic for that. */
function palette(hex) {
  if (!/^#(...|.{6})$/.test(hex)) hex = "#792cd4";
  const rgb = hex.match(hex[4] ? /\w\w/g : /\w/g).map((one) => parseInt(hex[4] ? one : one + one, 16));
  const light = [0.21, 0.72, 0.07].reduce((sum, share, i) => sum + share * (rgb[i] / 255) ** 2.2, 0);
  return { "--p": hex, "--q": `rgb(${rgb.map((one) => one * 0.78)})`, "--o": light > 0.3 ? "#10131a" : "#fff" };
}

/** Draws the layer for a workspace's look in that style sheet; `calls` are what its parts do. */
export function draw(look, css, calls) {
  const host = make("docent-widget", { id: "opencom-widget" });
  host.style.cssText = "all:initial!important;position:fixed!important;display:block!important;z-index:2147483647!important;top:0!important;left:0!important";
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const card = make("div", { className: "card", hidden: true });
  const wait = make("div", { className: "wait" });
  const stage = make("div", { className: "stage", hidden: true }, card, wait);
  const badge = make("span", { className: "badge", hidden: true });
  const launcher = make("button", { type: "button", className: "launcher", hidden: !look.showLauncher }, badge);
  launcher.dataset.testid = "widget-launcher";
  launcher.setAttribute("aria-haspopup", "dialog");
  if (look.launcherIconUrl) {
    const image = make("img", { alt: "", src: look.launcherIconUrl, onload: () => (launcher.prepend(image), launcher.classList.add("has")) });
  }
  const say = make("div", { className: "say", role: "status" });
  const layer = make("div", { className: "layer " + look.launcherPosition, popover: "manual" }, stage, launcher, say);
  assign(layer.style, palette(look.primaryColor));
  assign(layer.style, { "--s": look.launcherSideSpacing + "px", "--b": look.launcherBottomSpacing + "px", "--x": look.launcherPosition === "left" ? "0" : "100%" });
  root.append(layer);
  document.documentElement.append(host);

  let frame, before;
  let rects = [];
  let isFull = false;
  const away = { opacity: 0, transform: "translateY(14px) scale(.96)" };
  const move = (...frames) => stage.animate(frames, { duration: matchMedia("(prefers-reduced-motion)").matches ? 1 : 180, easing: "ease-out" });

  /** Above what the page put into the top layer since. */
  function raise() {
    if (!layer.showPopover) return;
    const focused = root.activeElement;
    if (layer.matches(":popover-open")) layer.hidePopover();
    layer.showPopover();
    if (focused) focused.focus({ preventScroll: true });
  }
  const gone = new AbortController();
  const listen = (target, name, call) => target.addEventListener(name, call, { capture: true, signal: gone.signal });

  /** A full-screen panel follows the visible part of the viewport, so that a keyboard does not cover the composer. */
  function fit() {
    const view = window.visualViewport;
    const follows = isFull && !stage.hidden && view && view.scale < 1.02;
    assign(layer.style, follows ? { inset: `${view.offsetTop}px auto auto ${view.offsetLeft}px`, width: view.width + "px", height: view.height + "px" } : { inset: "", width: "", height: "" });
    if (!stage.hidden) calls.insets(getComputedStyle(layer));
  }
  function full() {
    layer.classList.toggle("full", isFull && !stage.hidden);
    calls.full(isFull && !stage.hidden);
    fit();
  }
  listen(document, "toggle", (event) => event.newState === "open" && event.target.popover && event.target !== host && raise());
  for (const name of ["resize", "scroll"]) listen(window.visualViewport || window, name, fit);
  raise();
  launcher.onclick = calls.toggle;
  launcher.onpointerenter = launcher.onfocus = calls.intend;
  // Listens instead of being the handler: a handler that answers false keeps Enter from pressing the launcher.
  layer.addEventListener("keydown", (event) => event.key === "Escape" && calls.escape());

  return {
    /** The launcher's label, and the number on it. */
    label(text, count) {
      badge.hidden = !count;
      badge.textContent = count > 99 ? "99+" : count;
      launcher.ariaLabel = text;
    },
    say: (text) => (say.textContent = text),
    scheme(name) {
      layer.classList.toggle("dark", name === "dark");
      layer.style.colorScheme = name;
    },
    /** Creates the frame, hidden. A frame that was there goes. */
    frame(src, title) {
      if (frame) frame.remove();
      rects = [];
      wait.replaceChildren();
      stage.append((frame = make("iframe", { src, title, onload: calls.loaded })));
      return frame;
    },
    /** Shows the frame where the app says it is. */
    clip(next) {
      rects = next;
      wait.hidden = true;
      frame.style.cssText = `opacity:1;pointer-events:auto;clip-path:path(evenodd,"${rects.map(outline).join("")}")`;
      const [x, y, w, h, r] = rects[0];
      card.hidden = false;
      assign(card.style, { left: x + "px", top: y + "px", width: w + "px", height: h + "px", "border-radius": r + "px" });
      isFull = w >= layer.clientWidth;
      full();
    },
    show() {
      before = document.activeElement;
      stage.hidden = false;
      layer.classList.add("open");
      launcher.ariaExpanded = true;
      raise();
      move(away, {});
      full();
    },
    hide() {
      const returns = stage.contains(root.activeElement);
      layer.classList.remove("open");
      launcher.ariaExpanded = false;
      move({}, away).onfinish = () => layer.matches(".open,.busy") || ((stage.hidden = true), full());
      calls.full(false);
      layer.classList.remove("full");
      // Back to where the visitor was: the launcher, or what in the page opened the chat.
      if (returns) (before && before !== host && before !== document.body && before.isConnected ? before : launcher).focus({ preventScroll: true });
    },
    /** Instead of a panel that cannot come. */
    trouble(text, again, retry) {
      wait.hidden = false;
      wait.replaceChildren(make("p", { textContent: text }), make("button", { type: "button", textContent: again, onclick: retry }));
      say.textContent = text;
    },
    focus: () => frame.focus({ preventScroll: true }),
    remove() {
      gone.abort();
      calls.full(false);
      host.remove();
    },
  };
}
