// Scenes of signing in through `setAuth`.
import assert from "node:assert/strict";
import { api, isNew, pause, scene, until } from "./stage.mjs";

const isUser = (value) => typeof value === "string" && /^[0-9a-f]{32}$/.test(value);

/// A fetcher of tokens that notes how it was asked, and what the client made of it.
function login(client, fetch) {
  const seen = { fetches: [], changes: [] };
  client.setAuth(
    async ({ forceRefreshToken }) => { seen.fetches.push(forceRefreshToken); return fetch(seen.fetches.length); },
    (isSignedIn) => seen.changes.push(isSignedIn),
  );
  return seen;
}

scene("auth: the two tokens of a page load are confirmed, and queries are asked again once", async (stage) => {
  const client = stage.client();
  const who = stage.watch(client, api.who, {});
  await who.until((value) => value === null);
  const seen = login(client, () => stage.mint());
  await who.until(isUser);
  await until(() => seen.fetches.length === 2, "the second fetch");
  await pause(500);
  assert.deepEqual(seen.fetches.slice(0, 2), [false, true]);
  assert(seen.changes.length > 0 && seen.changes.every(Boolean));
  assert.deepEqual(who.shown.filter(isUser).length, 1, "the second token changed nothing");
  assert.equal(await client.mutation(api.add, { list: stage.list, body: "x" }), 1);
});

scene("auth: the same token twice is one Authenticate", async (stage) => {
  const client = stage.client();
  const token = await stage.mint();
  const who = stage.watch(client, api.who, {});
  const seen = login(client, () => token);
  await who.until(isUser);
  await until(() => seen.fetches.length === 2, "the second fetch");
  assert(seen.changes.length > 0 && seen.changes.every(Boolean));
});

scene("auth: an identity that expires at the server is renewed", async (stage) => {
  const client = stage.client();
  const who = stage.watch(client, api.who, {});
  // The client believes in an hour, the server in three seconds.
  const seen = login(client, (fetch) => (fetch <= 2 ? stage.mint(3600, 3597) : stage.mint()));
  await who.until(isUser);
  await until(async () => (await stage.order("opened")) === 2, "a new socket after the expiry");
  await until(() => seen.fetches.length >= 3 && seen.changes.at(-1), "a new token");
  await who.until(isUser);
  assert.equal(await client.mutation(api.add, { list: stage.list, body: "x" }), 1);
});

scene("auth: a client whose tokens are always rejected ends up as nobody", async (stage) => {
  const client = stage.client();
  const who = stage.watch(client, api.who, {});
  const seen = login(client, (fetch) => `nonsense.${fetch}.token`);
  await until(() => seen.changes.includes(false), "the client to give up");
  await who.until((value) => value === null);
  assert(!seen.changes.includes(true));
  assert.equal(await client.mutation(api.add, { list: stage.list, body: "x" }), 1);
});

scene("auth: a token is refreshed ten seconds before it expires", async (stage) => {
  const client = stage.client();
  const who = stage.watch(client, api.who, {});
  const seen = login(client, () => stage.mint(13));
  await who.until(isUser);
  await until(() => seen.fetches.length >= 4, "two refreshes");
  assert.deepEqual(seen.changes.filter((is) => !is), []);
  assert.equal(await stage.order("opened"), 1, "without a new socket");
});

scene("auth: signing out makes queries nobody's", async (stage) => {
  const client = stage.client();
  const who = stage.watch(client, api.who, {});
  const token = await stage.mint();
  const seen = login(client, () => token);
  await who.until(isUser);
  // The client asks for a second token as soon as the first is confirmed. Signed out before that has come, it signs in again with it.
  await until(() => seen.fetches.length === 2, "the second fetch");
  client.client.clearAuth();
  await who.until((value) => value === null);
});

scene("auth: expectAuth sends no Connect before the token, and works", async (stage) => {
  const client = stage.client({ expectAuth: true });
  const who = stage.watch(client, api.who, {});
  await pause(300);
  login(client, async () => stage.mint());
  await who.until(isUser);
  assert(!who.shown.includes(null), "it was never nobody");
  assert.equal(await client.mutation(api.add, { list: stage.list, body: "x" }), 1);
});

scene("auth: a reconnect authenticates before it asks", async (stage) => {
  const client = stage.client();
  const who = stage.watch(client, api.who, {});
  login(client, () => stage.mint());
  await who.until(isUser);
  const before = who.shown.length;
  await stage.order("cut");
  await until(async () => (await stage.order("opened")) === 2, "a second socket");
  assert.equal(await client.mutation(api.add, { list: stage.list, body: "x" }), 1);
  assert(!who.shown.slice(before).includes(null));
});
