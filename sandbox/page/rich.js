// rich_text: text whose styles are data rather than markup.

import { h } from "./dom.js";
import { emoji, link, mrkdwn } from "./mrkdwn.js";
import { nameOf } from "./store.js";

export function richText(store, elements) {
  return elements.map(one => {
    const inside = (one.elements ?? []).map(part => (part.elements ? h("li", null, part.elements.map(inner => piece(store, inner))) : piece(store, part)));
    if (one.type === "rich_text_list") return h(one.style === "ordered" ? "ol" : "ul", { class: `indent-${Math.min(one.indent ?? 0, 3)}` }, inside);
    const tag = { rich_text_section: "div", rich_text_quote: "blockquote", rich_text_preformatted: "pre" }[one.type];
    return tag ? h(tag, { class: "lines" }, inside) : h("div", { class: "unknown" }, `Unknown rich text: ${one.type}`);
  });
}

function piece(store, part) {
  const plain = {
    text: () => part.text,
    link: () => link(store, part.url, part.text ?? part.url),
    user: () => h("span", { class: "mention" }, "@" + nameOf(store, part.user_id)),
    channel: () => h("span", { class: "mention" }, "#" + (store.state.channels.find(one => one.id === part.channel_id)?.name ?? part.channel_id)),
    emoji: () => emoji(part.name),
    date: () => mrkdwn(store, `<!date^${part.timestamp}^${part.format}|${part.fallback ?? ""}>`),
    broadcast: () => h("span", { class: "mention" }, "@" + part.range),
  }[part.type]?.() ?? h("span", { class: "unknown" }, `Unknown: ${part.type}`);
  const tags = { code: "code", strike: "s", italic: "em", bold: "strong" };
  return Object.keys(tags).filter(style => part.style?.[style]).reduce((inner, style) => h(tags[style], null, inner), plain);
}
