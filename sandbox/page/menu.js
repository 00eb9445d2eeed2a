// A button that opens a menu: arrows move, Escape closes and gives the focus back, a click elsewhere closes.

import { h } from "./dom.js";

// items: [{label, act, danger?}]
export function menuButton(store, id, label, sign, items) {
  const open = store.menu === id;
  const close = () => {
    store.show({ menu: "" });
    document.getElementById(id)?.focus();
  };
  const onkeydown = event => {
    const buttons = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next !== undefined) buttons.at(next % buttons.length).focus();
    else if (event.key === "Escape") close();
    else if (event.key === "Tab") return close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return h("div", { class: "menu-holder" },
    h("button", {
      id, type: "button", class: "icon", "aria-label": label, title: label, "aria-haspopup": "menu", "aria-expanded": String(open),
      onclick: event => { event.stopPropagation(); store.show({ menu: open ? "" : id }); },
    }, sign),
    open && h("div", { role: "menu", class: "menu", "aria-label": label, onkeydown, mounted: node => place(node) }, items.map(item =>
      h("button", {
        type: "button", role: "menuitem", tabindex: "-1", class: item.danger ? "danger" : null,
        onclick: event => { event.stopPropagation(); close(); item.act(); },
      }, item.label))));
}

// Opens upwards where there is no room below; takes the focus.
function place(menu) {
  if (menu.getBoundingClientRect().bottom > innerHeight - 8) menu.classList.add("upwards");
  menu.querySelector("[role=menuitem]")?.focus({ preventScroll: true });
}
