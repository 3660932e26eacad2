// What this device keeps, first-party. A browser that refuses storage gets memory, and the visitor is told so.

const memory = new Map();

export function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return memory.get(key);
  }
}

/** Keeps the text, or forgets the key when it is null. False when only memory holds it. */
export function write(key, text) {
  memory.set(key, text);
  try {
    if (text === null) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** A fresh device id: `session_` and 48 hex digits. */
export const freshId = () =>
  "session_" + Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, "0")).join("");
