// A channel or a direct conversation, and the panel of one of its threads.

import { composer } from "./composer.js";
import { h } from "./dom.js";
import { message } from "./message.js";
import { day } from "./mrkdwn.js";

const placeName = (store, channel) => (channel.kind === "im" ? store.state.bot.real_name : "#" + channel.name);

// What stands in a channel, or with `thread` in that thread, oldest first, ephemerals in their place.
export function messagesOf(store, channel, thread) {
  const own = store.state.ephemerals.filter(one => one.channel === channel.id);
  const belongs = one => (thread ? one.ts === thread || one.thread_ts === thread
    : !one.thread_ts || one.thread_ts === one.ts || one.subtype === "thread_broadcast");
  return [...channel.messages, ...own].filter(belongs).sort((a, b) => Number(a.ts) - Number(b.ts));
}

export function conversation(store, channel) {
  const name = placeName(store, channel);
  return [
    h("header", { class: "pane-head" }, h("h1", null, name),
      h("small", null, channel.kind === "im" ? "App" : `${channel.members.length} members`)),
    h("div", { class: "stream", key: channel.id, tabindex: "0", role: "region", "aria-label": `Messages in ${name}`, mounted: toEnd },
      list(store, channel, messagesOf(store, channel), false)),
    composer(store, { channel, label: `Message ${name}` }),
  ];
}

export function thread(store, channel) {
  const close = () => {
    store.show({ thread: "" });
    document.querySelector("main .stream")?.focus();
  };
  return h("aside", { id: "thread", key: "thread", "aria-label": "Thread", onkeydown: event => event.key === "Escape" && close() },
    h("header", { class: "pane-head" }, h("h2", null, "Thread"), h("small", null, placeName(store, channel)),
      h("button", { type: "button", class: "icon close", "aria-label": "Close thread", onclick: close }, "×")),
    h("div", { class: "stream", key: store.thread, tabindex: "0", role: "region", "aria-label": "Messages in the thread", mounted: toEnd },
      list(store, channel, messagesOf(store, channel, store.thread), true)),
    composer(store, { channel, thread: store.thread, label: "Reply…" }));
}

function list(store, channel, found, inThread) {
  if (!found.length) return h("p", { class: "empty" }, "Nothing has been said here yet.");
  return h("ol", { class: "messages" }, found.flatMap((one, index) => {
    const before = found[index - 1];
    const newDay = !before || day(store, before.ts) !== day(store, one.ts);
    const dated = newDay && h("li", { class: "day", key: `day${one.ts}` }, h("span", null, day(store, one.ts)));
    const counted = inThread && index === 0 && found.length > 1
      && h("li", { class: "count", key: "count" }, h("span", null, `${found.length - 1} ${found.length === 2 ? "reply" : "replies"}`));
    return [dated, message(store, channel, one, inThread), counted].filter(Boolean);
  }));
}

const toEnd = node => { node.follows = true; };

// Streams that stood at their end stay there when something is added or the window changes its size.
export function keepAtEnd(draw) {
  const streams = () => [...document.querySelectorAll(".stream")];
  const size = node => `${node.clientWidth}x${node.clientHeight}`;
  for (const node of streams()) {
    if (node.drawnAt === size(node)) node.follows = node.scrollHeight - node.scrollTop - node.clientHeight < 60;
  }
  draw();
  for (const node of streams()) {
    if (node.follows) node.scrollTop = node.scrollHeight;
    node.drawnAt = size(node);
  }
}
