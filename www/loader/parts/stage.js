// Lets what the app shows through the frame's clip: its panel, pieces beside it, and a hole through which the element of a tour is used.

import { outline } from "./outline.js";

/** The same outline the other way round: where it lies in a larger one, that has a hole. */
const hole = ([x, y, w, h]) => `M${x} ${y}v${h}h${w}v${-h}z`;

export function stage(layer, signal) {
  const root = document.getElementById("opencom-widget").shadowRoot;
  const top = root.querySelector(".layer");
  const place = root.querySelector(".stage");
  const wait = root.querySelector(".wait");
  const card = root.querySelector(".card");
  const [clip, show, hide] = [layer.clip, layer.show, layer.hide];
  const shadows = [];
  let panel, gap, key, focused, hiding;
  let pieces = [];
  let isModal = false;
  const isOpen = () => top.matches(".open");
  const isFull = () => isOpen() && panel && panel[2] >= top.clientWidth;

  function draw() {
    const frame = root.querySelector("iframe");
    const all = isFull() ? [] : pieces;
    top.classList.toggle("busy", all.length > 0);
    while (shadows.length < all.length) {
      const shadow = document.createElement("div");
      shadow.className = "card";
      shadows.push(shadow);
      place.prepend(shadow);
    }
    shadows.forEach((shadow, at) => {
      const [x, y, w, h, r] = all[at] || [];
      // What covers everything throws no shadow.
      shadow.hidden = !all[at] || w >= top.clientWidth;
      for (const [name, value] of [["left", x], ["top", y], ["width", w], ["height", h], ["border-radius", r]]) shadow.style.setProperty(name, value + "px");
    });
    if (!all.length) {
      if (isOpen() && panel) clip([panel]);
      else if (!isOpen()) conceal(frame);
      return;
    }
    clearTimeout(hiding);
    place.hidden = false;
    wait.hidden = true;
    card.hidden = !isOpen();
    const shown = isOpen() && panel ? [panel, ...all] : all;
    const holes = gap && all.length ? hole(gap) : "";
    frame.style.cssText = `opacity:1;pointer-events:auto;clip-path:path(nonzero,"${shown.map(outline).join("")}${holes}")`;
  }

  /** At once out of sight; out of the layout only if nothing follows: Chromium does not paint a frame that comes back within the same
   * moment. */
  function conceal(frame) {
    if (place.hidden) return;
    frame.style.cssText = "opacity:0";
    clearTimeout(hiding);
    hiding = setTimeout(() => pieces.length || isOpen() || (place.hidden = true), 400);
  }

  /** The page waits while something stands in its way; the focus comes back to where it was. */
  function hold(isHeld) {
    if (isModal === isHeld) return;
    isModal = isHeld;
    if (isHeld) focused = document.activeElement;
    if (document.body) document.body.inert = isHeld;
    // What stands in the way stands in the launcher's way too.
    root.querySelector(".launcher").style.setProperty("visibility", isHeld ? "hidden" : "");
    if (isHeld) layer.focus();
    else if (focused && focused.isConnected) focused.focus({ preventScroll: true });
  }
  signal.addEventListener("abort", () => hold(false));

  layer.clip = (rects) => {
    panel = rects[0];
    if (pieces.length) draw();
    else clip(rects);
  };
  /** The panel comes and goes with a movement of the stage; what else stands there keeps still. */
  const still = () => pieces.length && place.getAnimations().forEach((movement) => movement.cancel());
  layer.show = () => {
    show();
    draw();
    still();
  };
  layer.hide = () => {
    hide();
    draw();
    still();
  };

  return {
    /** `rects` are the pieces, `hole` names the element under a hole; while pieces are wanted and have no size yet, the frame is laid
     * out, unseen. */
    show({ rects, hole, isWanted, isModal }, rectOf) {
      pieces = rects;
      key = hole;
      gap = rectOf(hole);
      if (isWanted && !rects.length && place.hidden) {
        wait.hidden = true;
        root.querySelector("iframe").style.cssText = "opacity:0";
        place.hidden = false;
        return;
      }
      draw();
      hold(!!isModal);
    },
    /** An element stands elsewhere. */
    move(moved, rect) {
      if (moved !== key) return;
      gap = rect;
      draw();
    },
  };
}
