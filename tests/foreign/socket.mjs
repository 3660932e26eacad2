// Scenes of the socket client.
import assert from "node:assert/strict";
import { ConvexError, api, fails, isNew, pause, scene, server, until, within } from "./stage.mjs";
import { values } from "./http.mjs";

scene("socket: a query shows its value and each change", async (stage) => {
  const [ana, ben] = [stage.client(), stage.client()];
  const rows = stage.watch(ana, api.rows, { list: stage.list });
  await rows.until((value) => value.length === 0);
  assert.equal(await ben.mutation(api.add, { list: stage.list, body: "a" }), 1);
  await rows.until((value) => value.length === 1);
  await stage.http().action(api.addInAction, { list: stage.list, body: "b" });
  assert.deepEqual(await rows.until((value) => value.length === 2), ["a", "b"]);
});

scene("socket: every kind of value goes there and back", async (stage) => {
  const client = stage.client();
  const echo = stage.watch(client, api.echo, { value: values });
  assert.deepEqual(await echo.until(() => true), values);
  assert.deepEqual(await client.action(api.echoAction, { value: values }), values);
});

scene("socket: a mutation's effects are there when it resolves", async (stage) => {
  const client = stage.client();
  const rows = stage.watch(client, api.rows, { list: stage.list });
  await rows.until(() => true);
  for (let n = 1; n <= 20; n++) {
    assert.equal(await client.mutation(api.add, { list: stage.list, body: "x" }), n);
    assert.equal(client.client.localQueryResult("scenes:rows", { list: stage.list }).length, n);
  }
});

scene("socket: a mutation resolves when no query is touched", async (stage) => {
  assert.equal(await stage.client().mutation(api.add, { list: stage.list, body: "x" }), 1);
});

scene("socket: 200 mutations at once run in order", async (stage) => {
  const client = stage.client();
  const rows = stage.watch(client, api.rows, { list: stage.list });
  await rows.until(() => true);
  const sent = Array.from({ length: 200 }, (_, n) => client.mutation(api.add, { list: stage.list, body: `${n}` }));
  assert.deepEqual(await Promise.all(sent), Array.from({ length: 200 }, (_, n) => n + 1));
  assert.deepEqual(await rows.until((value) => value.length === 200), Array.from({ length: 200 }, (_, n) => `${n}`));
});

const adding = (body) => ({ optimisticUpdate: (store, { list }) => {
  const known = store.getQuery(api.rows, { list });
  if (known) store.setQuery(api.rows, { list }, [...known, body]);
} });

scene("socket: an optimistic update shows at once, never twice, and stays", async (stage) => {
  const client = stage.client();
  const rows = stage.watch(client, api.rows, { list: stage.list });
  await rows.until((value) => value.length === 0);
  for (let n = 1; n <= 10; n++) {
    const done = client.mutation(api.add, { list: stage.list, body: "me" }, adding("me"));
    await rows.until((value) => value.length === n);
    await done;
  }
  await pause(300);
  const lengths = rows.shown.map((value) => value.length);
  lengths.forEach((length, at) => assert(at === 0 || length >= lengths[at - 1], `it flickered: ${lengths}`));
  assert.equal(lengths.at(-1), 10);
});

scene("socket: the optimistic update of a refused mutation is taken back", async (stage) => {
  const client = stage.client();
  const rows = stage.watch(client, api.rows, { list: stage.list });
  await rows.until((value) => value.length === 0);
  const error = await fails(client.mutation(api.refuse, { list: stage.list }, adding("never")));
  assert(error instanceof ConvexError);
  assert.equal(error.data.code, "NOT_AUTHORIZED");
  await rows.until((value) => value.length === 0);
  assert.deepEqual(rows.shown.map((value) => value.length), [0, 1, 0]);
});

scene("socket: actions run side by side, and refuse", async (stage) => {
  const client = stage.client();
  const order = [];
  await Promise.all([
    client.action(api.slow, { millis: 800 }).then((text) => order.push(text)),
    client.action(api.echoAction, { value: "quick" }).then((text) => order.push(text)),
    client.mutation(api.add, { list: stage.list, body: "x" }).then(() => order.push("mutation")),
  ]);
  assert.equal(order.at(-1), "slept");
  const error = await fails(client.action(api.refuseAction, {}));
  assert.deepEqual(error.data, { code: "RATE_LIMITED", message: "Too many" });
});

scene("socket: an action's writes reach queries", async (stage) => {
  const client = stage.client();
  const rows = stage.watch(client, api.rows, { list: stage.list });
  await rows.until((value) => value.length === 0);
  await client.action(api.addInAction, { list: stage.list, body: "x" });
  await rows.until((value) => value.length === 1);
});

scene("socket: a failing query is an error that heals", async (stage) => {
  const client = stage.client();
  const need = stage.watch(client, api.needRows, { list: stage.list });
  const error = await need.until((value) => value instanceof Error);
  assert(error instanceof ConvexError);
  assert.equal(error.data.message, "The list is empty");
  await client.mutation(api.add, { list: stage.list, body: "x" });
  assert.equal(await need.until((value) => !(value instanceof Error)), 1);
});

scene("socket: unknown functions, wrong arguments and faults are errors, and the socket lives", async (stage) => {
  const client = stage.client();
  const unknown = stage.watch(client, "scenes:nothing", {});
  assert.match((await unknown.until((value) => value instanceof Error)).message, /Could not find public function/);
  const wrong = stage.watch(client, api.rows, { list: 5 });
  assert.match((await wrong.until((value) => value instanceof Error)).message, /ArgumentValidationError/);
  const crash = stage.watch(client, api.crash, {});
  const fault = await crash.until((value) => value instanceof Error);
  assert(!(fault instanceof ConvexError) && fault.message.includes("Internal server error"));
  assert.match((await fails(client.mutation("scenes:nothing", {}))).message, /Could not find public function/);
  assert.equal(await client.mutation(api.add, { list: stage.list, body: "x" }), 1);
});

scene("socket: a mutation whose answer was lost runs once", async (stage) => {
  const client = stage.client();
  const rows = stage.watch(client, api.rows, { list: stage.list });
  await rows.until((value) => value.length === 0);
  await stage.order("mute");
  const sent = client.mutation(api.add, { list: stage.list, body: "once" });
  const direct = stage.http();
  await until(async () => (await direct.query(api.rows, { list: stage.list })).length === 1, "the commit");
  await stage.order("cut");
  assert.equal(await within(20_000, sent, "the answer"), 1);
  assert.deepEqual(await direct.query(api.rows, { list: stage.list }), ["once"]);
  await rows.until((value) => value.length === 1);
  assert.equal(await stage.order("opened"), 2);
});

scene("socket: an action that was under way when the socket went is an error", async (stage) => {
  const client = stage.client();
  await client.mutation(api.add, { list: stage.list, body: "x" });
  const slow = client.action(api.slow, { millis: 60_000 });
  slow.catch(() => {});
  await pause(300);
  await stage.order("cut");
  assert.match((await fails(within(20_000, slow, "the action"))).message, /Connection lost while action was in flight/);
});

scene("socket: after a cut everything is there again", async (stage) => {
  const [ana, ben] = [stage.client(), stage.client({}, undefined)];
  const rows = stage.watch(ana, api.rows, { list: stage.list });
  await rows.until(() => true);
  await stage.order("cut");
  await stage.http().mutation(api.add, { list: stage.list, body: "meanwhile" });
  await rows.until((value) => value.length === 1);
  assert.equal(await ben.mutation(api.add, { list: stage.list, body: "again" }), 2);
});

for (const [code, reason] of [[1000, ""], [1001, "Restarting"], [1011, "InternalServerError"], [1013, "TooManyConcurrentRequests"]]) {
  scene(`socket: the client comes back after close ${code}`, async (stage) => {
    const client = stage.client();
    const rows = stage.watch(client, api.rows, { list: stage.list });
    await rows.until(() => true);
    await stage.order("close", `${code} ${reason}`);
    await until(async () => (await stage.order("opened")) === 2, "a second socket");
    assert.equal(await client.mutation(api.add, { list: stage.list, body: "x" }), 1);
    await rows.until((value) => value.length === 1);
  });
}

scene("socket: 12 MB arrive, and what comes after", async (stage) => {
  const client = stage.client();
  const big = stage.watch(client, api.big, { megabytes: 12 });
  const rows = stage.watch(client, api.rows, { list: stage.list });
  const text = await big.until(() => true);
  assert.equal(text.length, Math.floor(12 * 1024 * 1024 / 3) * 2);
  assert.equal(text, "ä\"".repeat(text.length / 2));
  await client.mutation(api.add, { list: stage.list, body: "x" });
  await rows.until((value) => value.length === 1);
});

// The scenes with large frames keep this whole process busy, so they wait until the others have had their turn.
const TURN = 20_000;

scene("socket: 5 MB in one mutation are answered, and what comes after", async (stage) => {
  await pause(TURN);
  const client = stage.client();
  const error = await fails(client.mutation(api.add, { list: 5, body: "x".repeat(5 << 20) }));
  assert.match(error.message, /ArgumentValidationError/);
  assert.equal(await client.mutation(api.add, { list: stage.list, body: "y" }), 1);
});

scene("socket: a client that sends what nobody reads is told so and does not come back", async (stage) => {
  await pause(TURN);
  // Without the relay, which reads no answer while it passes something on.
  const client = stage.client({}, server);
  await client.mutation(api.add, { list: stage.list, body: "x" });
  // The client throws out of its message handler.
  const thrown = new Promise((tell) => process.once("uncaughtException", tell));
  client.mutation(api.add, { list: stage.list, body: "x".repeat(17 << 20) }).catch(() => {});
  assert.match(String(await within(60_000, thrown, "the FatalError")), /larger than 16 MiB/);
  await pause(3_000);
  assert.equal(client.connectionState().connectionCount, 1);
  assert(!client.connectionState().isWebSocketConnected);
});

scene("socket: an idle client stays connected by our pings", async (stage) => {
  const client = stage.client();
  const rows = stage.watch(client, api.rows, { list: stage.list });
  await rows.until(() => true);
  await pause(75_000);
  assert.equal(await stage.order("opened"), 1);
  assert.equal(await client.mutation(api.add, { list: stage.list, body: "x" }), 1);
}, isNew);

scene("socket: a client that hears nothing for a minute comes back", async (stage) => {
  const client = stage.client();
  const rows = stage.watch(client, api.rows, { list: stage.list });
  await rows.until(() => true);
  await stage.order("mute");
  await until(async () => (await pause(1000), (await stage.order("opened")) >= 2), "a second socket")
    .catch(() => until(async () => (await pause(1000), (await stage.order("opened")) >= 2), "a second socket"))
    .catch(() => until(async () => (await pause(1000), (await stage.order("opened")) >= 2), "a second socket"))
    .catch(() => until(async () => (await pause(1000), (await stage.order("opened")) >= 2), "a second socket"));
}, isNew);
