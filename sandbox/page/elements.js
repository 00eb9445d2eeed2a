// The interactive elements of Block Kit.

import { comboBox, multiSelect, select } from "./choices.js";
import { h } from "./dom.js";
import { menuButton } from "./menu.js";
import { flush, soon } from "./surfaces.js";

// `about`: {id, name, label (the id of the label), described, invalid} of the input block that the element stands in, else {}.
export function element(store, surface, block, one, about = {}) {
  const draw = ELEMENTS[one.type];
  if (!draw) return h("div", { class: "unknown" }, `Unknown element: ${one.type}`);
  const id = about.id ?? `${surface.id}/${block.block_id}/${one.action_id}`;
  const spoken = about.label ? {} : { "aria-label": one.placeholder?.text ?? one.accessibility_label ?? null };
  const common = { id, "aria-describedby": about.described ?? null, "aria-invalid": about.invalid ? "true" : null, ...spoken };
  const act = (what, value) => confirmed(store, one, () => surface[what](block, one, value));
  return draw({ store, surface, block, one, id, common, about, set: value => act("set", value), tap: value => act("tap", value) });
}

function confirmed(store, one, act) {
  if (one.confirm) store.show({ confirm: { about: one.confirm, act } });
  else return act();
}

const ELEMENTS = {
  button, overflow, radio_buttons: radios, checkboxes, plain_text_input: textInput,
  number_input: it => textInput({ ...it, kind: { inputmode: "decimal" } }),
  email_text_input: it => textInput({ ...it, kind: { type: "email" } }),
  url_text_input: it => textInput({ ...it, kind: { type: "url" } }),
  datepicker: it => picker(it, "date", "date"),
  timepicker: it => picker(it, "time", "time"),
  datetimepicker, file_input: fileInput,
  static_select: select, users_select: select, channels_select: select, conversations_select: select,
  external_select: comboBox,
  multi_static_select: multiSelect, multi_users_select: multiSelect, multi_channels_select: multiSelect,
  multi_conversations_select: multiSelect, multi_external_select: multiSelect,
  image: ({ one }) => h("img", { src: one.image_url, alt: one.alt_text, class: "thumb" }),
};

function button({ one, tap }) {
  const look = { class: `button ${one.style ?? ""}`, "aria-label": one.accessibility_label ?? null, onclick: () => tap() };
  if (!/^https?:/i.test(one.url ?? "")) return h("button", { type: "button", ...look }, one.text.text);
  return h("a", { href: one.url, target: "_blank", rel: "noreferrer", ...look }, one.text.text);
}

function overflow({ store, id, one, tap }) {
  const items = one.options.map(option => ({ label: option.text.text, act: () => tap(option.value) }));
  return menuButton(store, id, "More actions", "⋯", items);
}

function radios(it) {
  const chosen = (it.surface.state(it.block, it.one).selected_option ?? it.one.initial_option)?.value;
  return boxes(it, "radio", "radiogroup", value => value === chosen, option => it.set(option.value));
}

function checkboxes(it) {
  const chosen = (it.surface.state(it.block, it.one).selected_options ?? it.one.initial_options ?? []).map(one => one.value);
  return boxes(it, "checkbox", "group", value => chosen.includes(value), (option, checked) => {
    it.set(it.one.options.map(one => one.value).filter(value => (value === option.value ? checked : chosen.includes(value))));
  });
}

function boxes({ one, id, common, about }, type, role, isChosen, choose) {
  return h("div", { role, class: "choices", ...common, "aria-labelledby": about.label ?? null }, one.options.map((option, index) => {
    const described = option.description && `${id}/${index}`;
    return h("label", { class: "choice", key: option.value },
      h("input", { type, name: id, value: option.value, checked: isChosen(option.value), "aria-describedby": described,
        onchange: event => choose(option, event.target.checked) }),
      h("span", null, h("span", { class: "choice-text" }, option.text.text),
        option.description && h("small", { id: described }, option.description.text)));
  }));
}

// What is typed is told to the sandbox a moment later, and at once when the field is left.
function textInput({ store, surface, block, one, id, common, set, tap, kind = {} }) {
  const value = surface.state(block, one).value ?? one.initial_value ?? "";
  const told = event => { const typed = event.target.value; soon(store, id, () => set(typed)); };
  const field = {
    ...common, ...kind, value, class: "field", maxlength: one.max_length ?? 3000, placeholder: one.placeholder?.text ?? null,
    oninput: told, onchange: () => flush(store),
  };
  if (one.multiline) {
    const most = one.max_length;
    return h("div", { class: "typed" }, h("textarea", { ...field, rows: 5 }),
      most && h("small", { class: "counter" }, `${value.length} / ${most}`));
  }
  const entered = event => {
    if (event.key !== "Enter" || !block.dispatch_action) return;
    event.preventDefault();
    tap(event.target.value);
  };
  return h("input", { type: "text", ...field, onkeydown: entered });
}

function picker({ surface, block, one, common, set }, type, name) {
  const value = surface.state(block, one)[`selected_${name}`] ?? one[`initial_${name}`] ?? "";
  return h("input", { ...common, type, value, class: "field short", onchange: event => set(event.target.value || null) });
}

// A file goes as [name, what the browser makes a data URL of].
function fileInput({ surface, block, one, common, set }) {
  const held = surface.state(block, one).files ?? [];
  const read = file => new Promise(done => {
    const reader = new FileReader();
    reader.onload = () => done([file.name, reader.result]);
    reader.readAsDataURL(file);
  });
  const chosen = async event => set(await Promise.all([...event.target.files].map(read)));
  return h("div", { class: "typed" },
    h("input", { ...common, type: "file", class: "field", multiple: (one.max_files ?? 10) > 1,
      accept: (one.filetypes ?? []).map(kind => "." + kind).join(",") || null, onchange: chosen }),
    held.length > 0 && h("small", { class: "counter" }, held.map(file => file.name).join(", ")));
}

function datetimepicker({ surface, block, one, common, set }) {
  const seconds = surface.state(block, one).selected_date_time ?? one.initial_date_time;
  const local = seconds ? new Date((seconds - new Date(seconds * 1000).getTimezoneOffset() * 60) * 1000).toISOString().slice(0, 16) : "";
  const changed = event => set(event.target.value ? Math.floor(new Date(event.target.value).getTime() / 1000) : null);
  return h("input", { ...common, type: "datetime-local", value: local, class: "field short", onchange: changed });
}

