// What the page gets to see: one host element, a shadow root, a layer in the top layer, in it launcher and frame.
// The page's rules can only reach the host element, so that one carries `!important` styles of its own.

import { css } from "./sheet.js";
import { palette } from "./colour.js";

const still = matchMedia("(prefers-reduced-motion:reduce)");
const bubble = "M14 3.5c-6.1 0-11 4.2-11 9.5 0 3 1.6 5.7 4.1 7.4-.1 1.2-.6 2.6-1.5 3.7-.3.4 0 .9.5.9 2.1-.2 4-1 5.4-2.1.8.1 1.6.2 2.5.2 6.1 0 11-4.3 11-9.6s-4.9-10-11-10z";
const chevron = "M6.5 11l7.5 7 7.5-7";

const make = (name, parts, ...inner) => {
  const node = Object.assign(document.createElement(name), parts);
  node.append(...inner);
  return node;
};

function icon(path, className) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 28 28");
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  line.setAttribute("d", path);
  for (const [name, value] of className
    ? [["fill", "none"], ["stroke", "currentColor"], ["stroke-width", "2.6"], ["stroke-linecap", "round"], ["stroke-linejoin", "round"]]
    : [["fill", "currentColor"]])
    line.setAttribute(name, value);
  svg.append(line);
  return svg;
}

/** A rounded rectangle as path data. */
const outline = ([x, y, w, h, r]) =>
  `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${2 * r - w}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}z`;

/** Draws the layer for a workspace's look; `calls` are what its parts do. */
export function draw(look, calls) {
  const host = make("docent-widget", { id: "opencom-widget" });
  for (const [name, value] of [["all", "initial"], ["position", "fixed"], ["display", "block"], ["z-index", "2147483647"], ["inset", "0 auto auto 0"]])
    host.style.setProperty(name, value, "important");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const card = make("div", { className: "card", hidden: true });
  const wait = make("div", { className: "wait", hidden: true });
  const stage = make("div", { className: "stage", hidden: true }, card, wait);
  const badge = make("span", { className: "badge", hidden: true });
  const launcher = make("button", { type: "button", className: "launcher", hidden: !look.showLauncher }, icon(chevron, "down"), badge);
  launcher.dataset.testid = "widget-launcher";
  launcher.setAttribute("aria-haspopup", "dialog");
  const drawn = icon(bubble);
  launcher.prepend(drawn);
  if (look.launcherIconUrl) {
    const image = make("img", { alt: "", src: look.launcherIconUrl, onload: () => drawn.replaceWith(image) });
  }
  const say = make("div", { className: "say", role: "status" });
  const inset = make("div", { className: "inset" });
  const layer = make("div", { className: "layer " + look.launcherPosition, popover: "manual" }, stage, launcher, say, inset);
  for (const [name, value] of Object.entries({
    ...palette(look.primaryColor),
    "--s": look.launcherSideSpacing + "px",
    "--b": look.launcherBottomSpacing + "px",
    "--x": look.launcherPosition === "left" ? "0" : "100%",
  }))
    layer.style.setProperty(name, value);
  root.append(layer);
  document.documentElement.append(host);

  let frame;
  let rects = [];
  let isFull = false;
  const move = (from, to) => stage.animate([from, to], { duration: still.matches ? 1 : 180, easing: "cubic-bezier(.2,.8,.3,1)" });
  const away = { opacity: 0, transform: still.matches ? "none" : "translateY(14px) scale(.96)" };
  const there = { opacity: 1, transform: "none" };

  /** Above what the page put into the top layer since. */
  function raise() {
    if (!layer.showPopover) return;
    const focused = root.activeElement;
    if (layer.matches(":popover-open")) layer.hidePopover();
    layer.showPopover();
    if (focused) focused.focus({ preventScroll: true });
  }
  const follow = (event) => event.newState === "open" && event.target !== host && event.target.localName !== "dialog" && raise();
  document.addEventListener("toggle", follow, true);
  raise();

  /** A full-screen panel follows the visible part of the viewport, so that a keyboard does not cover the composer. */
  function fit() {
    const view = window.visualViewport;
    const follows = isFull && !stage.hidden && view && view.scale < 1.02;
    const place = follows ? [view.offsetTop, view.offsetLeft, view.width, view.height] : [];
    ["top", "left", "width", "height"].forEach((name, i) => (layer.style[name] = follows ? place[i] + "px" : ""));
    layer.style.right = layer.style.bottom = follows ? "auto" : "";
    calls.insets(getComputedStyle(inset));
  }
  for (const view of [window.visualViewport || window, window]) for (const name of ["resize", "scroll"]) view.addEventListener(name, fit);

  launcher.onclick = calls.toggle;
  launcher.onpointerenter = launcher.onfocus = calls.intend;
  layer.onkeydown = (event) => event.key === "Escape" && calls.escape();

  return {
    badge(count, label) {
      badge.hidden = !count;
      badge.textContent = count > 99 ? "99+" : count;
      launcher.setAttribute("aria-label", label);
    },
    say: (text) => (say.textContent = text),
    scheme(name) {
      layer.classList.toggle("dark", name === "dark");
      layer.style.colorScheme = name;
    },
    /** Creates the frame, hidden. A frame that was there goes. */
    frame(address, title) {
      if (frame) frame.remove();
      rects = [];
      frame = make("iframe", { src: address, title, onload: calls.loaded });
      stage.append(frame);
      return frame;
    },
    /** Shows the frame where the app says it is. */
    clip(next) {
      rects = next;
      card.hidden = wait.hidden = !!rects.length;
      if (!rects.length) return (frame.style.clipPath = "");
      frame.style.clipPath = `path(evenodd,"${rects.map(outline).join("")}")`;
      const [x, y, w, h, r] = rects[0];
      card.hidden = false;
      Object.assign(card.style, { left: x + "px", top: y + "px", width: w + "px", height: h + "px", borderRadius: r + "px" });
      isFull = w >= layer.clientWidth && h >= layer.clientHeight - 1;
      layer.classList.toggle("full", isFull);
      calls.full(isFull && !stage.hidden);
      fit();
    },
    show() {
      wait.hidden = !!rects.length;
      if (!wait.firstChild) wait.append(make("i"), make("i"));
      stage.hidden = false;
      layer.classList.add("open");
      launcher.setAttribute("aria-expanded", "true");
      raise();
      move(away, there);
      calls.full(isFull);
      fit();
    },
    hide() {
      const returns = root.activeElement === frame || stage.contains(root.activeElement);
      layer.classList.remove("open");
      launcher.setAttribute("aria-expanded", "false");
      calls.full(false);
      move(there, away).onfinish = () => {
        if (layer.classList.contains("open")) return;
        stage.hidden = true;
        fit();
      };
      if (returns) launcher.focus({ preventScroll: true });
    },
    /** Instead of a panel that cannot come. */
    trouble(text, again, retry) {
      const button = make("button", { type: "button", textContent: again, onclick: () => (wait.replaceChildren(make("i"), make("i")), retry()) });
      wait.replaceChildren(make("p", { textContent: text }), button);
      say.textContent = text;
    },
    focus: () => frame.focus({ preventScroll: true }),
    remove() {
      for (const view of [window.visualViewport || window, window]) for (const name of ["resize", "scroll"]) view.removeEventListener(name, fit);
      document.removeEventListener("toggle", follow, true);
      calls.full(false);
      host.remove();
    },
  };
}
