// Menus of Block Kit: of given options, of people, of channels, and of what the bot suggests for a typed text.

import { h } from "./dom.js";
import { suggestions } from "./suggestions.js";

// [{label, value}], with `group` where the options are grouped.
function offered(store, one) {
  if (one.type.includes("users")) return store.state.people.map(person => ({ label: person.real_name, value: person.id }));
  if (/channels|conversations/.test(one.type)) {
    return store.state.channels.filter(channel => channel.kind !== "im").map(channel => ({ label: "# " + channel.name, value: channel.id }));
  }
  const plain = (option, group) => ({ label: option.text.text, value: option.value, group });
  return one.option_groups?.flatMap(group => group.options.map(option => plain(option, group.label.text)))
    ?? (one.options ?? []).map(option => plain(option));
}

// What is chosen, as {label, value}s: from the state that Slack keeps, or what the bot gave.
function chosen(store, { surface, block, one }) {
  const kept = surface.state(block, one);
  const found = Object.entries(kept).find(([name]) => name.startsWith("selected_"))?.[1]
    ?? Object.entries(one).find(([name]) => name.startsWith("initial_"))?.[1] ?? [];
  return [found].flat().map(item => (item.text ? { label: item.text.text, value: item.value } : nameIn(store, one, item)));
}

const nameIn = (store, one, value) => offered(store, one).find(option => option.value === value) ?? { label: value, value };

export function select(it) {
  const [current] = chosen(it.store, it);
  return dropDown(it, it.one.placeholder?.text ?? "Choose", offered(it.store, it.one), current?.value, event => it.set(event.target.value));
}

function dropDown({ common }, placeholder, options, value, onchange) {
  const groups = Map.groupBy(options, option => option.group);
  const listed = held => held.map(one => h("option", { value: one.value, selected: one.value === value }, one.label));
  return h("select", { ...common, class: "select", onchange },
    h("option", { value: "", disabled: true, selected: value === undefined }, placeholder),
    [...groups].map(([group, held]) => (group ? h("optgroup", { label: group }, listed(held)) : listed(held))));
}

// What is chosen stands as tags with a button each to take it away; a menu beside them adds.
export function multiSelect(given) {
  const spoken = given.about.name ? { "aria-label": `Add to ${given.about.name}` } : {};
  const it = { ...given, common: { ...given.common, ...spoken } };
  const { store, one, about, set } = it;
  const held = chosen(store, it);
  const values = held.map(option => option.value);
  const add = value => value && set([...values, value]);
  const left = offered(store, one).filter(option => !values.includes(option.value));
  const adding = one.type.includes("external") ? field(it, "", add)
    : dropDown(it, one.placeholder?.text ?? "Add", left, undefined, event => { add(event.target.value); event.target.value = ""; });
  return h("div", { class: "many", role: "group", "aria-labelledby": about.label ?? null },
    h("ul", { class: "tags" }, held.map(option => h("li", { key: option.value }, option.label,
      h("button", { type: "button", "aria-label": `Remove ${option.label}`, onclick: () => set(values.filter(value => value !== option.value)) }, "×")))),
    adding);
}

export function comboBox(it) {
  const [current] = chosen(it.store, it);
  return field(it, current?.label ?? "", it.set);
}

function field(it, label, choose) {
  const { store, surface, block, one, id, common } = it;
  const ask = async typed => {
    const enough = typed.length >= (one.min_query_length ?? 3);
    const found = enough && surface.suggest ? await surface.suggest(block, one, typed) : [];
    return (found ?? []).map(option => ({ label: option.text.text, value: option.text.text }));
  };
  return suggestions(store, id, { ...common, class: "field", value: label, placeholder: one.placeholder?.text ?? "Type to search" }, ask,
    (option, input) => { input.value = option.label; choose(option.value); });
}
