// What the page knows: the workspace as one person sees it, the story, the log, and what is open on the screen.

const IDLE = new Set(["open_home", "suggest"]); // acts that the story need not pause for

export function createStore(draw) {
  const store = {
    state: null, story: null, tellsStory: true, entries: [], waiting: new Map(), filling: Promise.resolve(),
    me: "", place: "", thread: undefined, editing: "", menu: "", errors: {}, confirm: null, toast: "", filter: "",
    inspecting: false, unfolded: false, entry: 0, hints: {}, draw,

    async refresh() {
      const asked = [read("/state?as=" + encodeURIComponent(store.me)), store.tellsStory && read("/story")];
      const [state, story] = await Promise.all(asked);
      if (!state || state.version < store.state?.version) return;
      Object.assign(store, { story, tellsStory: Boolean(story) });
      if (!store.me && state.people.length) return store.become(state.people[0].id);
      if (state.me && state.me !== store.me) return;
      store.state = state;
      if (store.inspecting) await store.readLog();
      draw();
    },

    async readLog() {
      const since = Math.max(0, ...store.entries.map(entry => entry.revision));
      const fresh = (await read("/log?since=" + since))?.entries ?? [];
      const changed = new Set(fresh.map(entry => entry.number));
      const same = store.entries.filter(entry => !changed.has(entry.number));
      store.entries = [...same, ...fresh].sort((a, b) => a.number - b.number);
    },

    become(me) {
      Object.assign(store, { me, editing: "", menu: "", errors: {}, confirm: null });
      return store.refresh();
    },

    // Does one act of the person; its result, or undefined after saying why it failed. The story pauses for it.
    async act(what, args = {}) {
      if (store.story?.playing && !IDLE.has(what)) await store.tell("pause");
      const answer = await send("/act", { as: store.me, what, ...args });
      if (!answer.ok) store.say(answer.error ?? "The sandbox does not answer.");
      await store.refresh();
      return answer.ok ? answer.result ?? null : undefined;
    },

    async tell(wish) {
      await send("/story", { do: wish });
      await store.refresh();
    },

    say(toast) {
      Object.assign(store, { toast });
      draw();
    },

    show(changes) {
      Object.assign(store, changes);
      draw();
    },
  };
  return store;
}

// Looks again whenever the sandbox says that something changed. Once it was gone it is another: the page starts anew.
export function follow(store, again = false) {
  let planned = false;
  const live = new WebSocket(`ws://${location.host}/live`);
  live.onopen = () => again && location.reload();
  live.onmessage = () => {
    if (planned) return;
    planned = true;
    setTimeout(() => { planned = false; store.refresh(); }, 60);
  };
  live.onclose = () => setTimeout(() => follow(store, true), 1000);
}

export function nameOf(store, id) {
  const { bot, people } = store.state;
  return (id === bot.id ? bot : people.find(one => one.id === id))?.real_name ?? id;
}

export const zoneOf = store => store.state.people.find(one => one.id === store.me)?.tz;

async function read(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // the sandbox is being stopped or started; `follow` comes back
  }
}

async function send(path, body) {
  try {
    return await (await fetch(path, { method: "POST", body: JSON.stringify(body) })).json();
  } catch {
    return { ok: false };
  }
}
