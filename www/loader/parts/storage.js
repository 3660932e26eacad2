// What this device keeps, first-party. A browser that refuses storage gets memory, and the visitor is told so.

const memory = {};

export function read(key) {
  try {
    return localStorage.getItem(key) || memory[key];
  } catch {
    return memory[key];
  }
}

/** Keeps the text, or forgets the key when it is null. False when only memory holds it. */
export function write(key, text) {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
    // What the disk has is not remembered here too: another tab may change it.
    delete memory[key];
    return true;
  } catch {
    memory[key] = text;
    return false;
  }
}

/** A fresh device id: `session_` and 48 hex digits. */
export const freshId = () =>
  crypto.getRandomValues(new Uint8Array(24)).reduce((id, byte) => id + (byte + 256).toString(16).slice(1), "session_");

const IDLE = 30 * 60 * 1000;

/** One session of the browser, shared by its tabs: a fresh id after half an hour without any of them. */
export function browserSession(key) {
  let [id, at] = (read(key) || "").split(" ");
  if (!id || Date.now() - at > IDLE) id = freshId();
  write(key, id + " " + Date.now());
  return id;
}
