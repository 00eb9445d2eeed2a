// Who you are, and where you can go.

import { h } from "./dom.js";
import { icon } from "./icons.js";

export const HOME = "home";

export function sidebar(store) {
  const { state, story } = store;
  const role = person => (story?.roles?.[person.id] ? `${person.real_name} (${story.roles[person.id]})` : person.real_name);
  const place = (id, sign, name) => h("li", { key: id }, h("button", {
    type: "button", "aria-current": store.place === id ? "page" : null, onclick: () => go(store, id),
  }, h("span", { class: "sign", "aria-hidden": "true" }, sign), name));
  const direct = state.channels.find(one => one.kind === "im");
  return h("nav", { class: "sidebar", "aria-label": "Workspace" },
    h("p", { class: "team" }, state.team),
    h("label", { class: "you" }, h("span", null, "You are"),
      h("select", { class: "select", id: "me", "aria-label": "You are", onchange: event => store.become(event.target.value) },
        state.people.map(person => h("option", { value: person.id, selected: person.id === store.me }, role(person))))),
    h("h2", null, "Channels"),
    h("ul", null, state.channels.filter(one => one.kind !== "im").map(one => place(one.id, "#", one.name))),
    h("h2", null, "Apps"),
    h("ul", null, direct && place(direct.id, icon("app"), state.bot.real_name), place(HOME, icon("home"), `${state.bot.real_name} Home`)));
}

function go(store, id) {
  store.show({ place: id, ...(store.place === id ? {} : { thread: "" }) });
  if (id === HOME) store.act("open_home");
}
