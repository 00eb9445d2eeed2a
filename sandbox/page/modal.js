// The dialogs over everything: the person's modal, and questions that want a yes or no. Focus stays inside and returns.

import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { words } from "./mrkdwn.js";
import { flush, inModal } from "./surfaces.js";

export function modal(store) {
  const stack = store.state.modals ?? [];
  const view = stack.at(-1);
  if (!view) return null;
  const later = async all => {
    await flush(store);
    await store.act("close_modal", all ? { all_of_them: true } : {});
  };
  const submit = async event => {
    event.preventDefault();
    await flush(store);
    const errors = await store.act("submit");
    if (errors === undefined) return;
    store.show({ errors: { id: view.id, at: errors ?? {} } });
    const field = document.querySelector("#modal [aria-invalid]");
    (field?.querySelector("input") ?? field)?.focus();
    field?.closest(".block").scrollIntoView({ block: "nearest" });
  };
  const name = `${view.id}/${view.title.text}/${view.private_metadata}`;
  return dialog("modal", "modal/title", () => later(false),
    h("form", { novalidate: true, key: name, onsubmit: submit },
      h("header", null,
        h("h2", { id: "modal/title", tabindex: "-1", autofocus: true, mounted: node => node.focus() }, view.title.text),
        h("button", { type: "button", class: "icon close", "aria-label": "Close", onclick: () => later(true) }, "×")),
      h("div", { class: "modal-body", tabindex: "0", role: "region", "aria-label": view.title.text },
        blocks(store, inModal(store, view), view.blocks, store.errors.id === view.id ? store.errors.at : {})),
      h("footer", null,
        h("span", { class: "from" }, store.state.bot.real_name),
        h("button", { type: "button", class: "button", onclick: () => later(false) }, view.close?.text ?? (stack.length > 1 ? "Back" : "Cancel")),
        view.submit && h("button", { class: "button primary" }, view.submit.text))));
}

export function confirmation(store) {
  if (!store.confirm) return null;
  const { about, act } = store.confirm;
  const close = () => store.show({ confirm: null });
  const yes = () => { close(); act(); };
  return dialog("confirm", "confirm/title", close,
    h("header", null, h("h2", { id: "confirm/title" }, about.title.text)),
    h("div", { class: "modal-body" }, words(store, about.text)),
    h("footer", null,
      h("button", { type: "button", class: "button", onclick: close }, about.deny.text),
      h("button", { type: "button", class: `button ${about.style === "danger" ? "danger" : "primary"}`, onclick: yes }, about.confirm.text)));
}

function dialog(id, title, close, ...inside) {
  const oncancel = event => {
    event.preventDefault();
    close();
  };
  return h("dialog", { id, key: id, "aria-labelledby": title, mounted: node => node.showModal(), removed: node => node.close(), oncancel }, inside);
}
