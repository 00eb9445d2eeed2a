// The blocks of Block Kit, as Slack draws them.

import { chart } from "./chart.js";
import { h } from "./dom.js";
import { element } from "./elements.js";
import { mrkdwn, words } from "./mrkdwn.js";
import { richText } from "./rich.js";
import { table } from "./table.js";

// A list of blocks on a surface (see surfaces.js); `errors` by block_id for inputs.
export function blocks(store, surface, list, errors = {}) {
  return (list ?? []).map(block => {
    const draw = BLOCKS[block.type];
    const body = draw ? draw({ store, surface, block, error: errors[block.block_id] }) : unknown(block);
    return h("div", { class: `block ${block.type}`, key: `${surface.id}/${block.block_id}` }, body);
  });
}

const unknown = block => h("div", { class: "unknown" }, `Unknown block: ${block.type}`);

const BLOCKS = {
  header: ({ block, surface }) => h(surface.suggest ? "h3" : "h2", { class: "head" }, block.text.text),
  divider: () => h("hr"),
  section,
  context: ({ store, block }) => block.elements.map(one => (one.type === "image" ? image(one) : h("span", null, words(store, one)))),
  actions: ({ store, surface, block }) => block.elements.map(one => element(store, surface, block, one)),
  input,
  image: ({ block }) => h("figure", null, block.title && h("figcaption", null, block.title.text), image(block)),
  rich_text: ({ store, block }) => richText(store, block.elements),
  markdown: ({ store, block }) => mrkdwn(store, block.text.replace(/\*\*(.+?)\*\*/g, "*$1*").replace(/^#+ (.+)$/gm, "*$1*")),
  alert: ({ store, block }) => h("div", { class: `alert ${block.level ?? "default"}`, role: "note" }, words(store, block.text)),
  table: ({ store, block }) => table(store, block),
  data_visualization: ({ block }) => chart(block),
};

const image = one => h("img", { src: one.image_url, alt: one.alt_text });

function section({ store, surface, block }) {
  return [
    h("div", { class: "text" },
      words(store, block.text),
      block.fields && h("div", { class: "fields" }, block.fields.map(field => h("div", null, words(store, field))))),
    block.accessory && element(store, surface, block, block.accessory),
  ];
}

function input({ store, surface, block, error }) {
  const id = `${surface.id}/${block.block_id}`;
  const described = [block.hint && `${id}/hint`, error && `${id}/error`].filter(Boolean).join(" ") || null;
  const about = { id: `${id}/field`, name: block.label.text, label: `${id}/label`, described, invalid: Boolean(error) };
  const label = [block.label.text, block.optional && h("small", null, " (optional)")];
  const grouped = /radio|checkboxes|multi_/.test(block.element.type);
  return [
    grouped ? h("div", { class: "label", id: about.label }, label) : h("label", { class: "label", id: about.label, for: about.id }, label),
    element(store, surface, block, block.element, about),
    error && h("p", { class: "error", id: `${id}/error` }, error),
    block.hint && h("p", { class: "hint lines", id: `${id}/hint` }, block.hint.text),
  ];
}
