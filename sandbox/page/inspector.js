// Every call and envelope between the bot and the workspace, in order; a click shows what was said.

import { h } from "./dom.js";

const MOST = 400; // entries on the screen; the filter reaches the rest

export function inspector(store) {
  if (!store.inspecting) return null;
  const wanted = store.filter.toLowerCase();
  const found = store.entries.filter(entry => `${entry.name} ${entry.kind} ${entry.status}`.toLowerCase().includes(wanted));
  const close = () => {
    store.show({ inspecting: false });
    document.getElementById("inspect")?.focus();
  };
  return h("section", { id: "inspector", key: "inspector", "aria-label": "Inspector", onkeydown: event => event.key === "Escape" && close() },
    h("header", { class: "pane-head" }, h("h2", null, "Inspector"), h("small", null, `${found.length} of ${store.entries.length}`),
      h("input", { type: "search", class: "field", placeholder: "Filter: chat.update, message, timeout …", "aria-label": "Filter calls and events",
        value: store.filter, oninput: event => store.show({ filter: event.target.value }) }),
      h("button", { type: "button", class: "icon close", "aria-label": "Close inspector", onclick: close }, "×")),
    h("div", { class: "stream", tabindex: "0", role: "region", "aria-label": "Calls and events", mounted: node => { node.follows = true; } },
      h("ol", { class: "entries" }, found.slice(-MOST).map(entry => row(store, entry)))));
}

function row(store, entry) {
  const open = store.entry === entry.number;
  const fine = ["ok", "acknowledged", "sent", ""].includes(entry.status);
  const fromBot = entry.direction === "in";
  return h("li", { key: entry.number },
    h("button", { type: "button", class: "entry", "aria-expanded": String(open), onclick: () => store.show({ entry: open ? 0 : entry.number }) },
      h("time", null, entry.at.slice(11, 23)),
      h("span", { class: fromBot ? "from-bot" : "to-bot" }, fromBot ? "bot → Slack" : "Slack → bot"),
      h("b", null, entry.name),
      h("span", { class: fine ? "fine" : "fault" }, entry.status || "…"),
      h("span", { class: "ms" }, entry.ms === null ? "" : `${Math.round(entry.ms)} ms`)),
    open && h("div", { class: "json" }, json("Request", entry.request), json("Response", entry.response)));
}

const json = (label, value) => h("div", null, h("h3", null, label),
  h("pre", { tabindex: "0", "aria-label": label }, value === null ? "nothing" : JSON.stringify(value, null, 2)));
