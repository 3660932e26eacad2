// The tag that a site's owner pastes. It draws the launcher, keeps the device id, and loads the app in a frame of its own
// origin when somebody wants it. It holds no content and no session token.

import { cue, lockScroll, watchAddress } from "./parts/page.js";
import { draw } from "./parts/layer.js";
import { freshId, read, write } from "./parts/storage.js";
import { home, settings } from "./parts/settings.js";

const ID = "opencom_session_id";
const listeners = {};
let current;

const emit = (name, detail) =>
  (listeners[name] || []).forEach((one) => {
    try {
      one(detail);
    } catch (error) {
      console.error(error);
    }
  });

/** One running widget. */
function start(options) {
  if (current) current.destroy();
  const { workspace, needsConsent } = options;
  const complain = (text) => console.error("Widget Error: " + text);
  if (!workspace) return complain("workspaceId is required");
  if (!/^[a-z0-9]{32}$/.test(workspace)) return complain("Invalid workspace ID format");

  const known = "docent_known_" + workspace;
  const dark = matchMedia("(prefers-color-scheme:dark)");
  let { user } = options;
  let words = { open: "Open chat widget", unread: "Open chat widget, {n} unread messages", close: "Close chat widget" };
  let config, layer, frame, port, target;
  let waiting = [];
  let count = 0;
  let isOpen = false;
  let isAlive = true;

  /** Null while consent is missing: nothing is kept or sent before it. */
  function identity(isAgreed) {
    let id = read(ID);
    if (!id && needsConsent && !isAgreed) return { session: null };
    const isKept = write(ID, (id ||= freshId()));
    return { session: id, isKept };
  }
  const page = () => ({ url: location.href, title: document.title, referrer: document.referrer });
  const post = (message) => (port ? port.postMessage(JSON.stringify(message)) : frame && message.t !== "insets" && waiting.push(message));
  const label = () => layer.badge(isOpen ? 0 : count, isOpen ? words.close : count ? words.unread.replace("{n}", count) : words.open);
  const scheme = () => (config.look.themeMode === "system" ? (dark.matches ? "dark" : "light") : config.look.themeMode);
  const scheming = () => (layer.scheme(scheme()), post({ t: "scheme", scheme: scheme() }));

  /** Loads the app, once. */
  function intend() {
    if (frame || !config) return;
    const address = new URL(config.frame, home);
    if (options.locale) address.searchParams.set("locale", options.locale);
    frame = layer.frame(address.href, "Chat");
  }
  function failed() {
    const retry = () => ((frame = port = undefined), intend());
    layer.trouble("The chat could not be loaded on this page.", "Try again", retry);
  }
  /** The frame says hello before it has loaded; silence means that it was refused or the server is down. */
  const loaded = () => setTimeout(() => isAlive && frame && !port && failed(), 500);

  function handOver(event) {
    if (!frame || port || event.source !== frame.contentWindow || event.origin !== home || event.data !== "docent:hello") return;
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = (message) => hear(JSON.parse(message.data));
    const { label, token, pages } = options;
    const hello = { ...identity(), user, page: page(), scheme: scheme(), look: config.look, isOpen, label, token, pages, version: config.version };
    frame.contentWindow.postMessage(JSON.stringify(hello), home, [channel.port2]);
    waiting.forEach(post);
    waiting = [];
    layer.focusSoon = isOpen;
  }

  function hear(message) {
    switch (message.t) {
      case "rects":
        layer.clip(message.rects);
        if (isOpen && layer.focusSoon) (layer.focusSoon = false), layer.focus();
        return;
      case "close":
        return close();
      case "words":
        words = message;
        frame.title = message.title;
        return label();
      case "unread":
        if (count !== message.count) emit("unread", message.count);
        count = message.count;
        return label();
      case "say":
        return layer.say(message.text);
      case "known":
        return write(known, "1");
      case "message":
        emit("message", message.detail);
        return message.cue && cue(message.cue, () => open(message.cue.tag));
      case "agreed":
        return post({ t: "identity", ...identity(true) });
    }
  }

  function open(conversation) {
    if (!config) return (target = { conversation });
    intend();
    const wasOpen = isOpen;
    isOpen = true;
    if (!wasOpen) layer.show(), emit("open");
    post({ t: "open", conversation });
    layer.focusSoon = !port;
    if (port) layer.focus();
    label();
  }
  function close() {
    target = undefined;
    if (!isOpen) return;
    isOpen = false;
    post({ t: "close" });
    layer.hide();
    label();
    emit("close");
  }

  const unwatch = watchAddress(() => post({ t: "page", page: page() }));
  addEventListener("message", handOver);
  dark.addEventListener("change", scheming);

  current = {
    open,
    close,
    identify(next, isMerged) {
      user = isMerged ? { ...user, ...next } : next;
      intend();
      post({ t: "user", user });
    },
    /** Kept for the next start; sent when the app runs. */
    update(next) {
      if (next && next.consent === "granted") post({ t: "identity", ...identity(true) });
      user = { ...user, ...(next && next.user) };
      post({ t: "user", user });
    },
    track(name, properties) {
      intend();
      post({ t: "track", name, properties });
    },
    reset() {
      user = undefined;
      count = 0;
      write(known, null);
      write(ID, null);
      const fresh = identity();
      post({ t: "reset", ...fresh });
      if (layer) label();
    },
    destroy() {
      isAlive = false;
      current = undefined;
      post({ t: "destroy" });
      unwatch();
      removeEventListener("message", handOver);
      dark.removeEventListener("change", scheming);
      if (layer) layer.remove();
      if (port) setTimeout(() => port.close(), 1000);
    },
  };

  import(`${home}/widget/${workspace}.js`).then(
    (module) => {
      if (!isAlive) return;
      config = module.default;
      layer = draw(config.look, {
        toggle: () => (isOpen ? close() : open()),
        intend,
        loaded,
        escape: () => (isOpen ? (port ? post({ t: "escape" }) : close()) : 0),
        full: lockScroll,
        insets: (style) => post({ t: "insets", insets: ["Top", "Right", "Bottom", "Left"].map((side) => parseFloat(style["padding" + side])) }),
      });
      scheming();
      label();
      if (target) return open(target.conversation);
      const idle = window.requestIdleCallback || setTimeout;
      if (config.proactive || read(known)) idle(() => isAlive && intend());
    },
    () => complain("Workspace not found"),
  );
}

const running = (name) => (...rest) => current && current[name](...rest);
const noTours = (id) => console.warn(`Docent: this workspace has no tour ${id}`);

const calls = {
  boot: (more) => start(settings(more)),
  identify: running("identify"),
  update: running("update"),
  track: running("track"),
  open: () => current && current.open(),
  close: running("close"),
  startTour: noTours,
  reset: running("reset"),
  destroy: running("destroy"),
  /** Events: open, close, unread, message. Answers how to stop listening. */
  on(name, listener) {
    (listeners[name] ||= []).push(listener);
    return () => (listeners[name] = listeners[name].filter((one) => one !== listener));
  },
};
const widget = {
  init: calls.boot,
  identify: calls.identify,
  trackEvent: calls.track,
  startTour: noTours,
  getAvailableTours: () => [],
  destroy: calls.destroy,
};

if (!(window.Docent && window.Docent.isLoaded)) {
  const early = [window.Docent, window.OpencomWidget].map((one) => [...((one && one.q) || [])]);
  const call = (known, name, rest) => (known[name] ? known[name](...rest) : console.error(`Docent: there is no ${name}`));
  window.Docent = (name, ...rest) => call(calls, name, rest);
  window.Docent.isLoaded = true;
  window.OpencomWidget = Object.assign(window.OpencomWidget || {}, widget);
  window.OpencomWidget.q = { push: ([name, ...rest]) => call(widget, name, ...[Array.isArray(rest[0]) && rest.length === 1 ? rest[0] : rest]) };
  const first = settings();
  if (first.workspace) start(first);
  for (const [name, ...rest] of early[0]) call(calls, name, rest);
  for (const one of early[1]) window.OpencomWidget.q.push(one);
}
