// What the browser keeps of unsent messages, and the turn of one tab after another. In JavaScript: what the browser tells by events takes
// many times the code to handle from WebAssembly.

/** How long a step may take before the disk counts as refused, in milliseconds. */
const LIMIT = 3000;

/**
 * Runs `run` on the one store (message id to JSON text) of the IndexedDB database `docent-outbox`. It is opened for each step and closed
 * after it, so that nothing is open when the page is put aside. Resolves to the answer once it is on disk; to `undefined` where the
 * browser refuses or never answers.
 */
const step = (mode, run) =>
  new Promise((done) => {
    const refused = () => done();
    setTimeout(refused, LIMIT);
    // Without storage there is none, or reading it throws.
    const opening = indexedDB.open("docent-outbox");
    opening.onupgradeneeded = () => opening.result.createObjectStore("messages");
    opening.onerror = opening.onblocked = refused;
    opening.onsuccess = () => {
      const database = opening.result;
      try {
        const transaction = database.transaction("messages", mode);
        const request = run(transaction.objectStore("messages"));
        transaction.oncomplete = () => done(request.result ?? true);
        transaction.onabort = transaction.onerror = refused;
      } catch {
        refused();
      }
      database.close(); // Waits for the transaction.
    };
  }).catch(() => {});

/** Stores a text. */
export const disk_put = (key, text) => step("readwrite", (store) => store.put(text, key));
/** An array of every text. */
export const disk_all = () => step("readonly", (store) => store.getAll());
/** Forgets a text. */
export const disk_delete = (key) => step("readwrite", (store) => store.delete(key));

/**
 * Resolves to what gives the lock of this name back, once no other tab has it; to `undefined` where there are no locks, or after so many
 * milliseconds.
 */
export const take_lock = (name, limit) =>
  new Promise((taken) => {
    const held = () => new Promise(taken);
    navigator.locks.request(name, { signal: AbortSignal.timeout(limit) }, held).catch(() => taken());
  }).catch(() => {});
