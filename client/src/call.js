/**
 * What the page is told: network, visibility, and the way into the back/forward cache and out of it. `tell` hears 0 when the network is
 * back, 1 when the page is put aside, 2 when it is taken up again, 3 when it can be seen. Answers how to stop.
 */
export const follow_page = (tell) => {
  const gone = new AbortController();
  const on = (target, name, hear) => target.addEventListener(name, hear, { signal: gone.signal });
  on(window, "online", () => tell(0));
  on(window, "pagehide", () => tell(1));
  on(window, "pageshow", ({ persisted }) => persisted && tell(2));
  on(document, "visibilitychange", () => document.hidden || tell(3));
  return () => gone.abort();
};
