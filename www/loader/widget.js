// The tag that a site's owner pastes. It draws the launcher, keeps the device id, and loads the app in a frame of its own
// origin when somebody wants it. It holds no content and no session token.

import { cue, lockScroll, watchAddress } from "./parts/page.js";
import { draw } from "./parts/layer.js";
import { freshId, read, write } from "./parts/storage.js";
import { home, settings } from "./parts/settings.js";

const ID = "opencom_session_id";
const listeners = {};
let current;

const emit = (name, detail) => (listeners[name] || []).forEach((one) => queueMicrotask(() => one(detail)));

/** One running widget. */
function start({ workspaceId, consent, locale, clientIdentifier, user }) {
  if (current) current.destroy();
  const complain = (text) => console.error("Widget Error: " + text);
  if (!workspaceId) return complain("workspaceId is required");
  if (!/^[a-z0-9]{32}$/.test(workspaceId)) return complain("Invalid workspace ID format");

  const known = "docent_known_" + workspaceId;
  const wish = locale ? "?locale=" + encodeURIComponent(locale) : "";
  const dark = matchMedia("(prefers-color-scheme:dark)");
  let config, layer, frame, port, wanted, words, isIntended;
  let waiting = [];
  let count = 0;
  let pause = 1000;
  let isOpen = false;
  let isAlive = true;
  let isFocusDue = false;

  /** Empty while consent is missing: nothing is kept or sent before it. */
  function identity(isAgreed) {
    const session = read(ID) || (consent !== "required" || isAgreed ? freshId() : null);
    return { session, isKept: !session || write(ID, session) };
  }
  const page = () => ({ url: location.href, referrer: document.referrer });
  const post = (message) => (port ? port.postMessage(JSON.stringify(message)) : waiting.push(message));
  const label = () => layer && layer.label(isOpen ? words.close : count ? words.unread : words.open, isOpen ? 0 : count);
  const scheme = () => (config.look.themeMode === "system" ? (dark.matches ? "dark" : "light") : config.look.themeMode);
  const schemed = () => config && (layer.scheme(scheme()), port && post({ t: "scheme", scheme: scheme() }));
  const tellUser = () => port && post({ t: "user", user });

  /** Loads the app, once. */
  function intend() {
    isIntended = true;
    if (!frame && config) frame = layer.frame(home + config.frame + wish, words.title);
  }
  function retry() {
    frame = port = null;
    intend();
  }
  /** The frame says hello before it has loaded; silence means that it was refused or the server is down. */
  const loaded = () => setTimeout(() => isAlive && !port && trouble(), 500);
  /** Unsent messages wait for the server even if nobody opens the chat again. */
  function trouble() {
    layer.trouble(words.trouble, words.again, retry);
    setTimeout(() => isAlive && !port && retry(), (pause *= 2));
  }

  function handOver(event) {
    if (port || !frame || event.source !== frame.contentWindow || event.origin !== home || event.data !== "docent:hello") return;
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = (message) => hear(JSON.parse(message.data));
    const { look, version } = config;
    const hello = { ...identity(), user, page: page(), scheme: scheme(), look, version, isOpen, isKnown: !!read(known), label: clientIdentifier };
    event.source.postMessage(JSON.stringify(hello), home, [channel.port2]);
    waiting.forEach(post);
    waiting = [];
  }

  const hearing = {
    rects({ rects }) {
      layer.clip(rects);
      if (isFocusDue) layer.focus();
      isFocusDue = false;
    },
    close,
    trouble() {
      port = null;
      trouble();
    },
    unread(message) {
      if (count !== message.count) emit("unread", message.count);
      count = message.count;
      words.unread = message.words.unread;
      label();
    },
    known: () => write(known, "1"),
    message({ text, cue: about }) {
      if (!isOpen) layer.say(text);
      emit("message", { conversationId: about.tag, text: about.body });
      cue(about, () => open(about.tag));
    },
    agreed: () => post({ t: "identity", ...identity(true) }),
    /** What works in the page itself, for a tour and the like: fetched once there is one. */
    hands: ({ src }) => import(home + src).then((module) => module.hands({ hearing, post, layer, self, signal, workspaceId })),
  };
  const hear = (message) => hearing[message.t] && hearing[message.t](message);

  /** Another visitor from here on; in every tab of this site. */
  function forget() {
    user = null;
    write(known, null);
    if (port) post({ t: "reset", ...identity() });
    count = 0;
    label();
  }

  function open(conversation) {
    wanted = { conversation };
    if (!config) return;
    intend();
    isFocusDue = !port;
    post({ t: "open", conversation });
    if (!isOpen) {
      isOpen = true;
      layer.show();
      emit("open");
    }
    if (port) layer.focus();
    label();
  }
  function close() {
    wanted = null;
    if (!isOpen) return;
    isOpen = false;
    post({ t: "close" });
    layer.hide();
    label();
    emit("close");
  }

  const gone = new AbortController();
  const { signal } = gone;
  watchAddress(() => port && post({ t: "page", page: page() }), signal);
  addEventListener("message", handOver, { signal });
  addEventListener("storage", ({ key, oldValue }) => key === ID && oldValue && forget(), { signal });
  dark.addEventListener("change", schemed, { signal });

  const self = (current = {
    open,
    close,
    tours: [],
    identify(next) {
      user = next;
      intend();
      tellUser();
    },
    /** Merged with what is known, and kept for the next start of the app. `consent: "granted"` lets it begin. */
    update(next) {
      if (next.consent === "granted") hearing.agreed();
      user = { ...user, ...next.user };
      tellUser();
    },
    track(name, properties) {
      intend();
      post({ t: "event", event: { workspaceId, name, properties, url: location.href } });
    },
    startTour(id) {
      intend();
      post({ t: "tour", id });
    },
    reset() {
      // At once the next one, where nobody has to agree: another tab that saw none would make one of its own.
      write(ID, consent === "required" ? null : freshId());
      forget();
    },
    destroy() {
      isAlive = false;
      current = null;
      gone.abort();
      if (layer) layer.remove();
    },
  });

  import(`${home}/widget/${workspaceId}.js${wish}`).then(
    (module) => {
      if (!isAlive) return;
      config = module.default;
      if (!config) return complain("Workspace not found");
      words = config.words;
      layer = draw(config.look, module.css, {
        toggle: () => (isOpen ? close() : open()),
        intend,
        loaded,
        escape: () => (port ? post({ t: "escape" }) : close()),
        full: lockScroll,
        insets: (style) => port && post({ t: "insets", insets: ["Top", "Right", "Bottom", "Left"].map((side) => parseFloat(style["padding" + side])) }),
      });
      schemed();
      label();
      if (wanted) open(wanted.conversation);
      else if (isIntended || config.proactive || read(known) || /_authoring=/.test(location)) (window.requestIdleCallback || setTimeout)(() => isAlive && intend());
    },
    () => complain("the chat cannot be reached"),
  );
}

const init = (more) => start(settings(more));
const running = (name) => (argument, more) => current && current[name](argument, more);
const calls = {
  boot: init,
  open: () => current && current.open(),
  /** Events: open, close, unread, message. Answers how to stop listening. */
  on(name, listener) {
    const all = (listeners[name] ||= new Set());
    all.add(listener);
    return () => all.delete(listener);
  },
};
for (const name of ["identify", "update", "track", "close", "startTour", "reset", "destroy"]) calls[name] = running(name);

if (!window.Docent || !window.Docent.isLoaded) {
  const early = [window.Docent, window.OpencomWidget].map((one) => (one && one.q) || []);
  const { identify, track, startTour, destroy } = calls;
  const widget = { init, identify, trackEvent: track, startTour, getAvailableTours: () => (current ? current.tours : []), destroy };
  const call = (from, [name, ...rest]) => (from[name] ? from[name](...rest) : console.error("Docent: there is no " + name));
  window.Docent = (...all) => call(calls, all);
  window.Docent.isLoaded = true;
  // What other loaders queue is a list of [method, arguments…] or [method, [arguments…]].
  const push = ([name, ...rest]) => call(widget, [name, ...rest.flat()]);
  window.OpencomWidget = { ...window.OpencomWidget, ...widget, q: { push } };
  if (settings().workspaceId) init();
  [...early[0]].forEach((one) => call(calls, [...one]));
  [...early[1]].forEach((one) => push([...one]));
}
