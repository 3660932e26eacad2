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

const phrases = {};
const asked = {};

const sheet = (href) =>
  new Promise((onload, onerror) => {
    const link = { rel: "stylesheet", href, onload, onerror };
    document.head.append(Object.assign(document.createElement("link"), link));
  });

async function load(name) {
  const { [name]: words, [name + "Sheet"]: style, [name + "Parts"]: parts } = root.dataset;
  const styled = style && sheet(style);
  const drawn = parts && fetch(parts);
  const answer = await fetch(words);
  Object.assign(phrases, await answer.json());
  if (drawn) keep(new DOMParser().parseFromString(await (await drawn).text(), "text/html"));
  await styled;
  return phrases;
}

/** Templates, with the phrases that they name. A phrase without arguments is its text. */
function keep(page) {
  for (const template of page.querySelectorAll("template")) {
    for (const one of template.content.querySelectorAll("[data-say]")) one.textContent = phrases[one.dataset.say];
    for (const one of template.content.querySelectorAll("[data-label]")) {
      one.setAttribute("aria-label", (one.placeholder = phrases[one.dataset.label])); // A field says it where nothing is written, too.
    }
    document.body.append(template);
  }
}

/** The phrases whose address the page names, together with those that came before, in one object. What is fetched later has a style
 * sheet too. */
window.docentWords = (name) =>
  (asked[name] ||= load(name).catch((error) => {
    delete asked[name]; // Whoever tries again asks again.
    throw error;
  }));

/** The form: a message without the app. It stays where it is, so that the port does too. */
async function plain() {
  root.classList.remove("starting");
  root.classList.add("without-app");
  const { port, origin, hello } = await window.docent;
  if (!port) return;
  const [form] = document.forms;
  const { session, message } = form.elements;
  const [closes] = form.getElementsByClassName("plain-close");
  const [consent] = form.getElementsByClassName("plain-consent");
  const status = form.querySelector("[role=status]");
  const post = (message) => port.postMessage(JSON.stringify(message));
  const shown = () => {
    const { x, y, width, height } = form.getBoundingClientRect();
    if (width) post({ t: "rects", rects: [[x, y, width, height, width < innerWidth ? 20 : 0]] });
  };
  const close = () => post({ t: "close" });
  root.dataset.scheme = JSON.parse(hello).scheme;
  session.value = JSON.parse(hello).session || "";
  form.elements.origin.value = origin;
  // Without an id the site wants consent first; to send is to give it.
  consent.hidden = !!session.value;
  closes.hidden = false;
  closes.onclick = close;
  // Of the whole page: the loader focuses the frame, not yet the field. (A handler that answers false would keep letters out.)
  addEventListener("keydown", (event) => event.key === "Escape" && close());
  const opened = () => {
    shown();
    message.focus();
  };

  async function deliver() {
    const { ok } = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (ok) message.value = "";
    message.focus();
    status.textContent = ok ? form.dataset.sent : form.dataset.failed;
  }
  let sending;
  const failed = () => (status.textContent = form.dataset.failed);
  const send = () => (sending ||= deliver().catch(failed).finally(() => (sending = null)));
  form.onsubmit = (event) => {
    event.preventDefault();
    if (session.value) send();
    else post({ t: "agreed" });
  };
  port.onmessage = ({ data }) => {
    const heard = JSON.parse(data);
    if (heard.t === "open") setTimeout(opened, 100);
    if (heard.t === "escape") close();
    if (heard.t === "identity" || heard.t === "reset") {
      session.value = heard.session || "";
      consent.hidden = !!heard.session;
      if (heard.t === "identity" && heard.session && message.value) send();
    }
  };
  if (JSON.parse(hello).isOpen) opened();
  new ResizeObserver(shown).observe(form);
}

/** An author who went to another page of the own site goes on there (widget/src/authoring/kept.rs). */
try {
  if (sessionStorage["docent_authoring_" + root.dataset.workspace]) root.dataset.shows = (root.dataset.shows || "") + " authoring";
} catch {} // Some browsers keep nothing for a frame.

async function run() {
  const { script, wasm } = root.dataset;
  const [{ initSync }, module] = await Promise.all([import(script), WebAssembly.compileStreaming(fetch(wasm))]);
  initSync({ module });
}

/** The loader says that something is in the way, and offers to try again. */
async function trouble(error) {
  console.error(error);
  const { port } = await window.docent;
  if (port) port.postMessage('{"t":"trouble"}');
}

if (typeof WebAssembly === "object") run().catch(trouble);
else plain();
