// Scenes of the React client, in a page of jsdom: hooks, pages, and signing in as applications do.
import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import WebSocket from "ws";
import { api, isNew, pack, pause, scene, server, until } from "./stage.mjs";

const page = new JSDOM("<!doctype html>", { url: "http://app.test/" });
Object.assign(globalThis, { window: page.window, document: page.window.document });
globalThis.navigator ??= page.window.navigator;

const { createElement, useEffect } = await import("react");
const { createRoot } = await import("react-dom/client");
const convex = await import(`${pack}/react`);

/// A React client over the scene's relay.
function client(stage, options = {}) {
  const client = new convex.ConvexReactClient(stage.relay,
    { webSocketConstructor: WebSocket, logger: false, unsavedChangesWarning: false, ...options });
  stage.atEnd(() => client.close());
  return client;
}

/// Renders a hook under a provider; answers what it gives now.
function render(stage, provide, hook) {
  const shown = [];
  const Hook = () => { const value = hook(); useEffect(() => { shown.push(value); }); return null; };
  const root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(provide(createElement(Hook)));
  stage.atEnd(async () => { root.unmount(); await pause(0); });
  return { shown, now: () => shown.at(-1), until: (is, what) => until(() => shown.length && is(shown.at(-1)), what ?? `${hook}`) };
}

const within = (client) => (child) => createElement(convex.ConvexProvider, { client }, child);

scene("react: useQuery and useMutation", async (stage) => {
  const hooks = render(stage, within(client(stage)), () => ({
    rows: convex.useQuery(api.rows, { list: stage.list }),
    add: convex.useMutation(api.add),
    act: convex.useAction(api.echoAction),
  }));
  await hooks.until(({ rows }) => rows?.length === 0);
  assert.equal(await hooks.now().add({ list: stage.list, body: "a" }), 1);
  await hooks.until(({ rows }) => rows.length === 1);
  assert.equal(await hooks.now().act({ value: 5n }), 5n);
});

scene("react: pages neither overlap nor leave a gap", async (stage) => {
  const http = stage.http();
  const add = (body) => http.mutation(api.add, { list: stage.list, body });
  for (const body of ["1", "2", "3", "4", "5"]) await add(body);
  const hook = render(stage, within(client(stage)), () =>
    convex.usePaginatedQuery(api.page, { list: stage.list }, { initialNumItems: 2 }));
  await hook.until(({ status }) => status === "CanLoadMore");
  assert.deepEqual(hook.now().results, ["1", "2"]);
  hook.now().loadMore(2);
  await hook.until(({ results, status }) => status === "CanLoadMore" && results.length === 4);
  await http.mutation(api.remove, { list: stage.list, body: "1" });
  await hook.until(({ results }) => results.length === 3, "one row less");
  assert.deepEqual(hook.now().results, ["2", "3", "4"]);
  hook.now().loadMore(10);
  await hook.until(({ status }) => status === "Exhausted");
  await add("6");
  await hook.until(({ results }) => results.length === 5);
  assert.deepEqual(hook.now().results, ["2", "3", "4", "5", "6"]);
});

scene("react: a page keeps its end after a reconnect, by its journal", async (stage) => {
  const http = stage.http();
  for (const body of ["1", "2", "3", "4"]) await http.mutation(api.add, { list: stage.list, body });
  const hook = render(stage, within(client(stage)), () =>
    convex.usePaginatedQuery(api.page, { list: stage.list }, { initialNumItems: 2 }));
  await hook.until(({ status }) => status === "CanLoadMore");
  await stage.order("cut");
  await http.mutation(api.remove, { list: stage.list, body: "1" });
  await until(async () => (await stage.order("opened")) === 2, "a second socket");
  await hook.until(({ results }) => results.length === 1, "the page without the row");
  await pause(300);
  assert.deepEqual(hook.now().results, ["2"], "it did not grow into the next page");
});

scene("react: a cursor that is none starts the list over", async (stage) => {
  const http = stage.http();
  const opts = { numItems: 2, cursor: "junk", id: -3 };
  const error = await http.query(api.page, { list: stage.list, paginationOpts: opts }).catch((error) => error);
  assert.match(error.message, /InvalidCursor/);
});

scene("react: ConvexProviderWithAuth signs in and out", async (stage) => {
  let fetches = 0;
  const fetchAccessToken = async () => { const token = await stage.mint(); fetches++; return token; };
  const state = { isLoading: false, isAuthenticated: true, fetchAccessToken };
  const reactClient = client(stage, { expectAuth: true });
  const provide = (child) => createElement(convex.ConvexProviderWithAuth,
    { client: reactClient, useAuth: () => state }, child);
  const hook = render(stage, provide, () => ({ auth: convex.useConvexAuth(), who: convex.useQuery(api.who, {}) }));
  await hook.until(({ auth, who }) => auth.isAuthenticated && typeof who === "string");
  assert(!hook.shown.some(({ who }) => who === null), "it was never nobody");
  // Not while the client fetches its second token: it would sign in again with that.
  await until(() => fetches === 2, "the second token");
  await pause(500);
  reactClient.clearAuth();
  await hook.until(({ who }) => who === null);
});

// Convex Auth builds on the newer client.
if (isNew) {
  const { ConvexAuthProvider, useAuthActions, useAuthToken } = await import("@convex-dev/auth/react");
  const storage = () => {
    const kept = new Map();
    return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
  };
  const open = (stage, storage) => {
    const reactClient = new convex.ConvexReactClient(server, { webSocketConstructor: WebSocket, logger: false, unsavedChangesWarning: false });
    stage.atEnd(() => reactClient.close());
    const provide = (child) => createElement(ConvexAuthProvider, { client: reactClient, storage }, child);
    return render(stage, provide, () => ({
      ...useAuthActions(), auth: convex.useConvexAuth(), token: useAuthToken(), who: convex.useQuery(api.who, {}),
      me: convex.useQuery("auth:currentUser", {}),
    }));
  };
  const account = (stage, flow, more = {}) => ({ flow, email: stage.email, password: "correct horse battery", ...more });

  scene("convex auth: sign-up, reload, sign-out, sign-in", async (stage) => {
    const kept = storage();
    const first = open(stage, kept);
    await first.until(({ auth }) => !auth.isLoading && !auth.isAuthenticated);
    const done = await first.now().signIn("password", account(stage, "signUp", { name: "Ben" }));
    assert.equal(done.signingIn, true);
    await first.until(({ auth, who }) => auth.isAuthenticated && typeof who === "string");
    await first.until(({ me }) => me?.user.email === stage.email.toLowerCase());
    assert.equal(kept.kept.size, 2, "a token and a refresh token are kept");

    const reloaded = open(stage, kept);
    await reloaded.until(({ auth, who }) => auth.isAuthenticated && typeof who === "string", "signed in after a reload");
    await reloaded.now().signOut();
    await reloaded.until(({ auth, who }) => !auth.isAuthenticated && who === null);
    assert.equal(kept.kept.size, 0);

    const again = open(stage, storage());
    await again.until(({ auth }) => !auth.isLoading);
    await again.now().signIn("password", account(stage, "signIn"));
    await again.until(({ auth }) => auth.isAuthenticated);
  });

  scene("convex auth: a wrong password and an unknown account are told apart", async (stage) => {
    const hook = open(stage, storage());
    await hook.until(({ auth }) => !auth.isLoading);
    const unknown = await hook.now().signIn("password", account(stage, "signIn")).catch((error) => error);
    assert.match(unknown.message, /InvalidAccountId/);
    await hook.now().signIn("password", account(stage, "signUp"));
    await hook.until(({ auth }) => auth.isAuthenticated);
    const wrong = await hook.now().signIn("password", account(stage, "signIn", { password: "wrong horse battery" })).catch((error) => error);
    assert.match(wrong.message, /InvalidSecret/);
  });

  scene("convex auth: two tabs that refresh at the same time both stay signed in", async (stage) => {
    const http = stage.http();
    const { tokens } = await http.action("auth:signIn", { provider: "password", params: account(stage, "signUp") });
    const both = await Promise.all([1, 2].map(() => http.action("auth:signIn", { refreshToken: tokens.refreshToken })));
    for (const { tokens } of both) {
      http.setAuth(tokens.token);
      assert.match(await http.query(api.who, {}), /^[0-9a-f]{32}$/);
    }
  });
}
