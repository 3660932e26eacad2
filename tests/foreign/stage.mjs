// What every scene needs: a name of its own, the server's address, a relay to cut, and things to wait for.

export const [server, pack = "convex"] = process.argv.slice(2);
export const isNew = pack === "convex";
export const { ConvexClient, ConvexHttpClient, BaseConvexClient } = await import(`${pack}/browser`);
export const { anyApi } = await import(`${pack}/server`);
export const { ConvexError } = await import(`${pack}/values`);
export const api = anyApi.scenes;

const scenes = [];
let uniques = 0;

/// Declares a scene: `play` gets its name as a list of its own, and a relay.
export function scene(name, play, only = true) {
  if (only) scenes.push({ name, play });
}

/// Plays all scenes at the same time; each has clients and lists of its own.
export async function playAll() {
  const started = Date.now();
  const results = await Promise.all(scenes.map(async ({ name, play }) => {
    const stage = new Stage();
    try {
      await within(110_000, play(stage), "the scene's end");
      return true;
    } catch (error) {
      console.log(`FAILED ${name}\n  ${String(error?.stack ?? error).replaceAll("\n", "\n  ")}`);
      return false;
    } finally {
      await stage.end();
    }
  }));
  const passed = results.filter(Boolean).length;
  console.log(`${pack}: ${passed} passed, ${results.length - passed} failed, in ${Date.now() - started} ms`);
  process.exit(passed === results.length ? 0 : 1);
}

class Stage {
  list = `list ${++uniques} ${Math.random()}`;
  relay = `${server}/relay/${uniques}`;
  email = `ben-${uniques}-${pack}@acme.test`;
  #ends = [];

  /// A client over the relay, closed at the scene's end.
  client(options = {}, address = this.relay) {
    const client = new ConvexClient(address, { logger: false, unsavedChangesWarning: false, ...options });
    this.atEnd(() => client.close());
    return client;
  }
  http() {
    return new ConvexHttpClient(server, { logger: false });
  }
  atEnd(end) {
    this.#ends.push(end);
  }
  async end() {
    for (const end of this.#ends.reverse()) await Promise.resolve(end()).catch(() => {});
  }
  /// Tells the relay something; answers how many sockets it has opened.
  async order(command, body = "") {
    const answer = await fetch(`${this.relay}/${command}`, { method: "POST", body });
    return Number(await answer.text());
  }
  /// What a query showed so far, and a way to wait for it to show something.
  watch(client, query, args) {
    const shown = [], waiting = [];
    const look = () => { for (const wake of waiting.splice(0)) wake(); };
    const stop = client.onUpdate(query, args,
      (value) => { shown.push(value); look(); },
      (error) => { shown.push(error); look(); });
    this.atEnd(stop);
    return { shown, stop, until: async (is, what = "the query's value") => {
      while (!shown.length || !is(shown.at(-1))) {
        await within(60_000, new Promise((wake) => waiting.push(wake)), what);
      }
      return shown.at(-1);
    } };
  }
  /// A token of this scene's user; the server believes that it is `secondsAgo` old.
  async mint(lifetime = 3600, secondsAgo = 0) {
    return this.http().action(api.mint, { email: this.email, lifetime, secondsAgo });
  }
}

export async function within(millis, promise, what) {
  let timer;
  const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(`waited in vain for ${what}`)), millis); });
  try { return await Promise.race([promise, late]); } finally { clearTimeout(timer); }
}

/// Asks until the answer is yes.
export async function until(ask, what) {
  const end = Date.now() + 20_000;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(20);
  }
}

export const pause = (millis) => new Promise((wake) => setTimeout(wake, millis));

export async function fails(promise) {
  try { await promise; } catch (error) { return error; }
  throw new Error("it should have failed");
}
