// Where blocks stand, and what touching one of their elements does there: in a message, on Home, or in a modal.
// Each has: id, state(block, element) as Slack keeps it, set(block, element, value) and tap(block, element, value).

const nothing = () => ({});

export function inMessage(store, channel, message) {
  const press = (block, element, selected) => store.act("press", {
    channel, ts: message.ts, ...named(block, element), ...(selected === undefined ? {} : { selected }),
  });
  return { id: message.ts, state: nothing, set: press, tap: press };
}

export function onHome(store, view) {
  const press = (block, element, selected) => store.act("press_home", {
    ...named(block, element), ...(selected === undefined ? {} : { selected }),
  });
  return { id: "home", state: stateOf(view), set: press, tap: press };
}

export function inModal(store, view) {
  return {
    id: view.id,
    state: stateOf(view),
    set(block, element, value) {
      const fill = () => store.act("fill", { values: { [named(block, element).action_id]: value } });
      return (store.filling = store.filling.then(fill, fill)); // one after another, as somebody chose
    },
    async tap(block, element, value) {
      await flush(store);
      const { action_id, value: pressed } = named(block, element);
      return store.act("tap", { action_id, value: value ?? pressed ?? null });
    },
    suggest: (block, element, typed) => store.act("suggest", { action_id: named(block, element).action_id, typed }),
  };
}

const stateOf = view => (block, element) => view.state?.values?.[block.block_id]?.[element.action_id] ?? {};

// An input is known by its block (forms often repeat an action_id), anything else by its action_id; a button also by
// its value.
function named(block, element) {
  if (block.type === "input") return { action_id: block.block_id };
  return { action_id: element.action_id, ...(element.type === "button" && element.value ? { value: element.value } : {}) };
}

// Runs `act` a moment after the last keystroke; `flush` runs what still waits and waits for what is on its way, before
// anything else is done: a form handed in holds all that was chosen in it.
export function soon(store, key, act) {
  clearTimeout(store.waiting.get(key)?.timer);
  const run = () => {
    clearTimeout(store.waiting.get(key)?.timer);
    store.waiting.delete(key);
    return act();
  };
  store.waiting.set(key, { run, timer: setTimeout(run, 250) });
}

export async function flush(store) {
  for (const { run } of [...store.waiting.values()]) await run();
  await store.filling;
}
