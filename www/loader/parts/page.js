// The page around us: where it is, whether it scrolls, what it may sound like.

import { read } from "./storage.js";

/** Calls `moved` after each change of address, without polling. Returns how to stop. */
export function watchAddress(moved) {
  let last = location.href;
  const look = () => last !== location.href && ((last = location.href), moved());
  if (window.navigation) {
    navigation.addEventListener("currententrychange", look);
    return () => navigation.removeEventListener("currententrychange", look);
  }
  const undo = ["pushState", "replaceState"].map((name) => {
    const own = history[name];
    const ours = (history[name] = function () {
      const result = own.apply(this, arguments);
      look();
      return result;
    });
    return () => history[name] === ours && (history[name] = own);
  });
  addEventListener("popstate", look);
  return () => {
    undo.forEach((one) => one());
    removeEventListener("popstate", look);
  };
}

let unlock;

/** Holds the page still under a full-screen panel, and gives it back as it was. */
export function lockScroll(isLocked) {
  if (isLocked === !!unlock) return;
  if (!isLocked) return unlock();
  const at = [scrollX, scrollY];
  const kept = [document.documentElement, document.body].filter(Boolean).map((node) => {
    const was = ["overflow", "overscroll-behavior"].map((name) => [name, node.style.getPropertyValue(name), node.style.getPropertyPriority(name)]);
    node.style.setProperty("overflow", "hidden", "important");
    node.style.setProperty("overscroll-behavior", "none", "important");
    return () => was.forEach(([name, value, priority]) => node.style.setProperty(name, value, priority));
  });
  unlock = () => {
    unlock = undefined;
    kept.forEach((one) => one());
    scrollTo({ left: at[0], top: at[1], behavior: "instant" });
  };
}

/** A short tone and a notification, if this device wants them; permission is never asked for. */
export function cue({ title, body, tag }, clicked) {
  let wants = {};
  try {
    wants = JSON.parse(read("opencom.widget.notificationCues")) || {};
  } catch {}
  if (wants.sound) {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 740;
    volume.gain.setValueAtTime(0.08, audio.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.16);
    tone.connect(volume).connect(audio.destination);
    tone.onended = () => audio.close();
    tone.start();
    tone.stop(audio.currentTime + 0.16);
  }
  if (wants.browserNotifications !== false && window.Notification && Notification.permission === "granted" && !document.hasFocus()) {
    try {
      const note = new Notification(title, { body, tag: "opencom-widget-" + tag });
      note.onclick = () => (focus(), note.close(), clicked());
    } catch {} // Some phones allow notifications from a service worker only.
  }
}
