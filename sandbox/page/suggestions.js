// A text field with a list of suggestions under it (an ARIA combobox): arrows move, Enter or Tab takes, Escape closes.

import { h } from "./dom.js";

// ask(typed): options {label, value, about?}, or a promise of them. take(option, input) is called with the chosen one.
export function suggestions(store, id, props, ask, take, tag = "input") {
  const shown = store.hints.id === id ? store.hints : { options: [], at: -1 };
  const open = shown.options.length > 0;
  const close = () => store.show({ hints: {} });
  const pick = (option, input) => { close(); take(option, input); };
  const oninput = async event => {
    const typed = event.target.value;
    props.oninput?.(event);
    const options = await ask(typed);
    if (event.target.value === typed) store.show({ hints: { id, options, at: options.length ? 0 : -1 } });
  };
  const onkeydown = event => {
    if (open && event.key in STEPS) {
      const at = (shown.at + STEPS[event.key] + shown.options.length) % shown.options.length;
      store.show({ hints: { ...shown, at } });
    } else if (open && (event.key === "Enter" || event.key === "Tab") && !event.shiftKey) pick(shown.options[shown.at], event.target);
    else if (open && event.key === "Escape") close();
    else return props.onkeydown?.(event);
    event.preventDefault();
    event.stopPropagation();
  };
  const field = h(tag, {
    autocomplete: "off", ...props, ...(tag === "input" ? { role: "combobox", "aria-expanded": String(open) } : {}), "aria-autocomplete": "list",
    "aria-controls": open ? `${id}/list` : null, "aria-activedescendant": open ? `${id}/${shown.at}` : null,
    oninput, onkeydown, onblur: () => store.hints.id === id && close(),
  });
  const list = open && h("ul", { class: "suggestions", role: "listbox", id: `${id}/list`, "aria-label": "Suggestions" },
    shown.options.map((option, index) => h("li", {
      role: "option", id: `${id}/${index}`, "aria-selected": String(index === shown.at),
      onmousedown: event => { event.preventDefault(); pick(option, event.target.closest(".combo").querySelector(tag)); },
    }, option.label, option.about && h("small", null, option.about))));
  return h("div", { class: "combo" }, field, list);
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };
