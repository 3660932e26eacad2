// The page around us: where it is, whether it scrolls, what it may sound like.

import { read } from "./storage.js";

/** Calls `moved` after each change of address, without polling, until the signal aborts. */
export function watchAddress(moved, signal) {
  let last = location.href;
  const look = () => last !== location.href && ((last = location.href), moved());
  if (window.navigation) return navigation.addEventListener("currententrychange", look, { signal });
  addEventListener("popstate", look, { signal });
  for (const name of ["pushState", "replaceState"]) {
    const own = history[name];
    history[name] = (...rest) => (own.apply(history, rest), signal.aborted || look());
  }
}

let was;

/** Holds the page still under a full-screen panel, and gives it back as it was. */
export function lockScroll(isLocked) {
  const { style } = document.documentElement;
  if (isLocked === !!was) return;
  if (isLocked) {
    was = [style.getPropertyValue("overflow"), style.getPropertyPriority("overflow")];
    style.setProperty("overflow", "hidden", "important");
  } else {
    style.setProperty("overflow", ...was);
    was = undefined;
  }
}

/** A short tone and a notification, if this device wants them; permission is never asked for. */
export function cue({ title, body, tag }, clicked) {
  try {
    const wants = JSON.parse(read("opencom.widget.notificationCues")) || {};
    if (wants.sound) {
      const audio = new AudioContext();
      const tone = new OscillatorNode(audio, { frequency: 740 });
      tone.connect(new GainNode(audio, { gain: 0.06 })).connect(audio.destination);
      tone.onended = () => audio.close();
      tone.start();
      tone.stop(audio.currentTime + 0.16);
    }
    if (wants.browserNotifications !== false && Notification.permission === "granted" && !document.hasFocus())
      new Notification(title, { body, tag: "opencom-widget-" + tag }).onclick = () => (focus(), clicked());
  } catch {} // Some browsers have no notifications, or allow them from a service worker only.
}
