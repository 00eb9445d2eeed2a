// Puts the page together and draws it whenever something has changed.

import { announcer } from "./announcer.js";
import { blocks } from "./blocks.js";
import { conversation, keepAtEnd, thread } from "./conversation.js";
import { h, render } from "./dom.js";
import { inspector } from "./inspector.js";
import { confirmation, modal } from "./modal.js";
import { HOME, sidebar } from "./sidebar.js";
import { createStore, follow } from "./store.js";
import { banner, strip } from "./story.js";
import { onHome } from "./surfaces.js";

const WIDE = matchMedia("(min-width: 900px)");

function page(store) {
  const channel = placeOf(store);
  if (channel && store.thread === undefined && WIDE.matches) store.thread = channel.messages.findLast(one => one.reply_count)?.ts;
  const panel = store.thread && channel?.messages.some(one => one.ts === store.thread);
  return [
    h("header", { class: "top" }, banner(store), tools(store), strip(store)),
    h("div", { class: `room${panel ? " with-thread" : ""}` },
      sidebar(store),
      h("main", { "data-me": store.state.me }, channel ? conversation(store, channel) : home(store)),
      panel && thread(store, channel)),
    inspector(store),
    modal(store),
    confirmation(store),
    store.toast && h("div", { class: "toast", role: "alert", key: "toast" }, store.toast,
      h("button", { type: "button", class: "icon", "aria-label": "Dismiss", onclick: () => store.show({ toast: "" }) }, "×")),
  ].filter(Boolean);
}

function placeOf(store) {
  if (store.place === HOME) return undefined;
  const found = store.state.channels.find(one => one.id === store.place) ?? store.state.channels[0];
  store.place = found?.id ?? HOME;
  return found;
}

function home(store) {
  const view = store.state.home;
  return [
    h("header", { class: "pane-head" }, h("h1", null, `${store.state.bot.real_name} Home`)),
    h("div", { class: "stream", key: "home", tabindex: "0", role: "region", "aria-label": "Home" },
      h("div", { class: "home" }, view ? blocks(store, onHome(store, view), view.blocks) : h("p", { class: "empty" }, "The app has put nothing here yet."))),
  ];
}

function tools(store) {
  const dark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const turn = () => {
    document.documentElement.dataset.theme = dark() ? "light" : "dark";
    store.draw();
  };
  const inspect = async () => {
    store.show({ inspecting: !store.inspecting });
    await store.refresh();
  };
  return h("div", { class: "tools" },
    h("button", { type: "button", class: "button", id: "inspect", "aria-expanded": String(store.inspecting), onclick: inspect }, "Inspector"),
    h("button", { type: "button", class: "button", "aria-pressed": String(dark()), onclick: turn }, "Dark"));
}

const root = document.getElementById("page");
const announce = announcer(document.getElementById("news"));
const store = createStore(() => {
  if (!store.state?.me) return;
  keepAtEnd(() => render(root, page(store)));
  announce(store);
});
document.addEventListener("click", () => store.menu && store.show({ menu: "" }));
addEventListener("resize", () => store.draw());
follow(store);
