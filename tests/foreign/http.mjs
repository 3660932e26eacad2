// Scenes of the HTTP client.
import assert from "node:assert/strict";
import { ConvexError, ConvexHttpClient, api, fails, scene, server } from "./stage.mjs";

scene("http: query, mutation and action", async (stage) => {
  const http = stage.http();
  assert.equal(await http.mutation(api.add, { list: stage.list, body: "a" }), 1);
  assert.deepEqual(await http.query(api.rows, { list: stage.list }), ["a"]);
  assert.equal(await http.action(api.addInAction, { list: stage.list, body: "b" }), 2);
  assert.equal(await http.mutation(api.add, { list: stage.list, body: "c" }), 3);
});

export const values = {
  big: -5n, huge: 9223372036854775807n, zero: -0, nan: NaN, up: Infinity, down: -Infinity, half: 0.5, one: 1,
  bytes: new Uint8Array([0, 1, 254, 255]).buffer, text: "ä😀\u2028", none: null, yes: true,
  list: [1, [2n, { deep: null }]], "key with spaces": {},
};

scene("http: every kind of value goes there and back", async (stage) => {
  const http = stage.http();
  for (const [name, value] of Object.entries(values)) {
    assert.deepEqual(await http.query(api.echo, { value }), value, name);
  }
  assert.deepEqual(await http.action(api.echoAction, { value: values }), values);
});

scene("http: a refusal is a ConvexError with its data", async (stage) => {
  const error = await fails(stage.http().mutation(api.refuse, { list: stage.list }));
  assert(error instanceof ConvexError);
  assert.deepEqual(error.data, { code: "NOT_AUTHORIZED", message: "Not today" });
  assert.deepEqual(await stage.http().query(api.rows, { list: stage.list }), [], "it left nothing behind");
});

scene("http: a refusal with the status 560 is a ConvexError too", async (stage) => {
  const http = new ConvexHttpClient(stage.relay, { logger: false });
  assert.equal(await http.mutation(api.add, { list: stage.list, body: "a" }), 1);
  const error = await fails(http.mutation(api.refuse, { list: stage.list }));
  assert(error instanceof ConvexError);
  assert.deepEqual(error.data, { code: "NOT_AUTHORIZED", message: "Not today" });
});

scene("http: a fault is a plain error without a word of the inside", async (stage) => {
  const error = await fails(stage.http().query(api.crash, {}));
  assert(!(error instanceof ConvexError));
  assert.equal(error.message, "Internal server error");
});

scene("http: a bad token is refused with a text", async (stage) => {
  const http = stage.http();
  http.setAuth("nonsense");
  assert.match((await fails(http.query(api.who, {}))).message, /InvalidAuthHeader/);
  http.setAuth(await stage.mint(3600, 4000));
  assert.match((await fails(http.query(api.who, {}))).message, /SESSION_EXPIRED/);
});

scene("http: a bearer token says who asks", async (stage) => {
  const http = stage.http();
  assert.equal(await http.query(api.who, {}), null);
  http.setAuth(await stage.mint());
  assert.match(await http.query(api.who, {}), /^[0-9a-f]{32}$/);
  http.clearAuth();
  assert.equal(await http.query(api.who, {}), null);
});

scene("http: consistent queries read one moment", async (stage) => {
  const http = stage.http();
  await http.mutation(api.add, { list: stage.list, body: "a" });
  assert.deepEqual(await http.consistentQuery(api.rows, { list: stage.list }), ["a"]);
  assert.deepEqual(await http.consistentQuery(api.rows, { list: stage.list }), ["a"]);
});

scene("http: an unknown function and a malformed path are errors with a text", async () => {
  const http = new ConvexHttpClient(server, { logger: false });
  assert.match((await fails(http.query("scenes:nothing", {}))).message, /Could not find public function/);
  assert.match((await fails(http.query("not a path", {}))).message, /BadRequest/);
});
