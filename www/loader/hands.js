// What the app does in the page itself: finds elements and follows them, lets its pieces through the frame's clip with a hole above the
// element that a tour points at, and tells how far the visitor has scrolled and that the pointer leaves. Fetched once there is a tour,
// a tooltip, a message or a survey; it holds no content and decides nothing.

import { browserSession, read, write } from "./parts/storage.js";
import { follow } from "./parts/follow.js";
import { pick } from "./parts/pick.js";
import { stage } from "./parts/stage.js";

/** `hearing` is what the loader does at the app's words; what is added here are more of them. */
export function hands({ hearing, post, layer, self, signal, workspaceId }) {
  if (hearing.stage) return begin(); // The app was loaded again.
  const view = stage(layer, signal);
  const targets = follow((found) => post({ t: "found", ...found }), (acted) => post({ t: "acted", ...acted }), view.move, signal);
  let picking;

  Object.assign(hearing, {
    stage: (message) => view.show(message, targets.rect),
    targets: ({ list }) => targets.watch(list),
    reach: ({ key }) => targets.reach(key),
    focus({ key }) {
      if (key) targets.focus(key);
      else layer.focus();
    },
    say: ({ text }) => layer.say(text),
    open: ({ conversation }) => self.open(conversation),
    /** Elsewhere on this site; another one is nobody's step. */
    go({ url }) {
      const there = new URL(url, location.href);
      if (there.origin === location.origin) location.assign(there);
    },
    /** What the page may ask for: whether the elements of a tour are there is looked up when it asks. */
    tours({ list }) {
      self.tours = list.map(({ selectors, ...tour }) => ({
        ...tour,
        get elementsAvailable() {
          return selectors.every(targets.has);
        },
      }));
    },
    pick({ isOn }) {
      if (picking) picking();
      picking = isOn && pick((picked) => post({ t: "picked", ...picked }), signal);
    },
    /** An author is at work, or is done. The address does not say the token, and the app is loaded on each page meanwhile, as on a
     * device that has a conversation. */
    author({ isOn }) {
      // As text: what else is in the query stays as the site wrote it.
      const token = /([?&])opencom_(tooltip_)?authoring=[^&#]*&?/g;
      const url = location.href.replace(token, "$1");
      if (url !== location.href) history.replaceState(history.state, "", url.replace(/[?&](?=#|$)/, ""));
      const known = "docent_known_" + workspaceId;
      if (isOn ? !read(known) : read(known) === "author") write(known, isOn && "author");
    },
  });

  let deepest = 0;
  let isDue = false;
  function depth() {
    isDue = false;
    const { scrollTop, scrollHeight } = document.scrollingElement || document.documentElement;
    const room = scrollHeight - innerHeight;
    const percent = room > 0 ? Math.min(100, Math.round((scrollTop / room) * 100)) : 0;
    if (percent !== deepest) post({ t: "saw", scroll: (deepest = percent) });
  }
  // Once a frame at most, and after the first only in a page that is scrolled.
  addEventListener("scroll", () => isDue || ((isDue = true), requestAnimationFrame(depth)), { passive: true, signal });
  const left = ({ relatedTarget, clientY }) => !relatedTarget && clientY <= 0 && post({ t: "saw", exit: true });
  document.addEventListener("mouseout", left, { signal });

  function begin() {
    post({ t: "hands", session: browserSession("docent_session_" + workspaceId) });
  }
  begin();
  // What was scrolled before this came.
  requestAnimationFrame(depth);
  document.addEventListener("visibilitychange", () => browserSession("docent_session_" + workspaceId), { signal });
}
