// Starts the app inside its frame: greets the loader, takes the one port that it hands over, loads the WebAssembly. Where that
// cannot run, the page's plain form is shown instead.

const root = document.documentElement;
const isAlone = parent === window;

root.classList.add("starting");

/** Resolves once: the port, the page's origin and the loader's first words. Only the parent is listened to. */
window.docent = isAlone
  ? Promise.resolve({})
  : new Promise((resolve) => {
      addEventListener("message", function accept(event) {
        if (event.source !== parent || !event.ports[0]) return;
        removeEventListener("message", accept);
        resolve({ port: event.ports[0], origin: event.origin, hello: event.data });
      });
      parent.postMessage("docent:hello", "*"); // Says nothing but that we are here; the answer names the page's origin.
    });

async function plain() {
  root.classList.remove("starting");
  root.classList.add("without-app");
  const { port, origin, hello } = await window.docent;
  if (!port) return;
  const [form] = document.forms;
  form.elements.session.value = JSON.parse(hello).session || "";
  form.elements.origin.value = origin;
  const shown = () => {
    const { x, y, width, height } = form.getBoundingClientRect();
    if (width) port.postMessage(JSON.stringify({ t: "rects", rects: [[x, y, width, height, 0]] }));
  };
  shown();
  new ResizeObserver(shown).observe(form);
  port.onmessage = ({ data }) => JSON.parse(data).t === "open" && setTimeout(shown, 100);
}

async function run() {
  const app = await import(root.dataset.script);
  await app.default({ module_or_path: root.dataset.wasm });
}

if (typeof WebAssembly === "object") run().catch((error) => (console.error(error), plain()));
else plain();
