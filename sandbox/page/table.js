// A table block: the first row is its head; a wide one scrolls inside itself.

import { h } from "./dom.js";
import { richText } from "./rich.js";

export function table(store, block) {
  const [head, ...rows] = block.rows;
  const align = index => `${block.column_settings?.[index]?.align ?? "left"} ${block.column_settings?.[index]?.is_wrapped ? "wrapped" : ""}`;
  const shown = cell => (cell.type === "rich_text" ? richText(store, cell.elements) : cell.text);
  const name = `Table: ${head.map(cell => cell.text ?? "").filter(Boolean).join(", ")}`;
  return h("div", { class: "scroll", role: "group", tabindex: "0", "aria-label": name }, h("table", null,
    h("thead", null, h("tr", null, head.map((cell, index) => h("th", { scope: "col", class: align(index) }, shown(cell))))),
    h("tbody", null, rows.map(row => h("tr", null, row.map((cell, index) =>
      (index ? h("td", { class: align(index) }, shown(cell)) : h("th", { scope: "row", class: align(index) }, shown(cell)))))))));
}
