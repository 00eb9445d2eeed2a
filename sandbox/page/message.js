// One message: who, when, what, its reactions, and what can be done to it. Each has a head of its own, so that its
// buttons have room beside it and never cover what is said.

import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { clock, emoji, fullTime, mrkdwn, REACTIONS, unescape } from "./mrkdwn.js";
import { nameOf } from "./store.js";
import { inMessage } from "./surfaces.js";

// `inThread`: it stands in the panel.
export function message(store, channel, one, inThread) {
  const author = one.username ?? (one.user ? nameOf(store, one.user) : "App");
  const whisper = one.is_ephemeral;
  return h("li", { class: `message${whisper ? " whisper" : ""}`, key: `${inThread ? "t" : "c"}${one.ts}`, "data-ts": one.ts, tabindex: "-1" },
    avatar(store, one, author),
    h("div", { class: "said" },
      whisper && h("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
      h("p", { class: "who" },
        h("b", null, author), (one.bot_id || one.username) && h("span", { class: "app" }, "APP"),
        h("time", { title: fullTime(store, one.ts) }, clock(store, one.ts))),
      body(store, channel, one, inThread),
      (one.files ?? []).map(file => h("a", { class: "file", href: file.url_private, target: "_blank" }, icon("file"), file.title)),
      reactions(store, channel, one),
      !inThread && one.reply_count > 0 && replies(store, one)),
    !whisper && one.subtype !== "tombstone" && toolbar(store, channel, one, inThread));
}

function avatar(store, one, author) {
  const app = one.bot_id || one.username;
  const tint = app ? "bot" : store.state.people.findIndex(person => person.id === one.user) % 8;
  return h("span", { class: `avatar tint-${tint}`, "aria-hidden": "true" }, app ? icon("app") : author.slice(0, 1));
}

function body(store, channel, one, inThread) {
  const at = `${inThread ? "t" : "c"}${one.ts}`;
  if (store.editing === at) return editor(store, channel, one, at);
  const text = one.blocks?.length ? blocks(store, inMessage(store, channel.id, one), one.blocks)
    : h("div", { class: "text" }, mrkdwn(store, one.text));
  return [
    one.subtype === "thread_broadcast" && !inThread
      && h("button", { class: "link small", onclick: () => store.show({ thread: one.thread_ts }) }, "replied to a thread"),
    text, one.edited && !one.bot_id && h("small", { class: "edited" }, "(edited)"),
  ];
}

function editor(store, channel, one, at) {
  const save = async field => {
    if (await store.act("edit", { channel: channel.id, ts: one.ts, text: field.value }) !== undefined) store.show({ editing: "" });
  };
  const onkeydown = event => {
    if (event.key === "Escape") store.show({ editing: "" });
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(event.target); }
  };
  return h("div", { class: "editor" },
    h("textarea", {
      class: "field", id: `edit/${at}`, rows: 4, "aria-label": "Edit message", onkeydown,
      mounted: node => { node.value = unescape(one.text); node.focus(); },
    }),
    h("button", { class: "button", onclick: () => store.show({ editing: "" }) }, "Cancel"),
    h("button", { class: "button primary", onclick: () => save(document.getElementById(`edit/${at}`)) }, "Save"));
}

function reactions(store, channel, one) {
  if (!one.reactions?.length) return null;
  return h("div", { class: "reactions" }, one.reactions.map(({ name, users, count }) => {
    const mine = users.includes(store.me);
    const who = users.map(user => nameOf(store, user)).join(", ");
    return h("button", { type: "button", key: name, "aria-pressed": String(mine), "aria-label": `${name}, ${count}: ${who}`, title: `:${name}: ${who}`,
      onclick: () => store.act(mine ? "unreact" : "react", { channel: channel.id, ts: one.ts, name }) }, emoji(name), " ", count);
  }));
}

function replies(store, one) {
  return h("button", { type: "button", class: "replies", "aria-expanded": String(store.thread === one.ts), onclick: () => store.show({ thread: one.ts }) },
    h("span", { class: "faces", "aria-hidden": "true" }, (one.reply_users ?? []).slice(0, 5).map(user =>
      avatar(store, { user, bot_id: user === store.state.bot.id }, nameOf(store, user)))),
    `${one.reply_count} ${one.reply_count === 1 ? "reply" : "replies"}`);
}

function toolbar(store, channel, one, inThread) {
  const at = `${inThread ? "t" : "c"}${one.ts}`;
  const where = { channel: channel.id, ts: one.ts };
  const react = REACTIONS.map(name => ({ label: `${emoji(name)}  ${name.replaceAll("_", " ")}`, act: () => store.act("react", { ...where, name }) }));
  const shortcuts = store.state.shortcuts.filter(shortcut => shortcut.type === "message").map(shortcut => ({
    label: `${shortcut.name} · ${store.state.bot.real_name}`, act: () => store.act("shortcut", { ...where, callback_id: shortcut.callback_id }),
  }));
  const own = one.user === store.me && !one.bot_id ? [
    { label: "Edit message", act: () => store.show({ editing: at }) },
    { label: "Delete message", danger: true, act: () => store.show({ confirm: deletion(() => store.act("delete", where)) }) },
  ] : [];
  const open = store.menu.startsWith(`${at}/`);
  return h("div", { class: `toolbar${open ? " open" : ""}` },
    menuButton(store, `${at}/react`, "Add reaction", icon("smile"), react),
    !inThread && h("button", {
      type: "button", class: "icon", "aria-label": "Reply in thread", title: "Reply in thread",
      onclick: () => store.show({ thread: one.thread_ts ?? one.ts }),
    }, icon("thread")),
    menuButton(store, `${at}/more`, "More actions", "⋮", [...own, ...shortcuts]));
}

const deletion = act => ({ act, about: {
  title: { text: "Delete message" }, text: "Delete this message? This cannot be undone.",
  confirm: { text: "Delete" }, deny: { text: "Cancel" }, style: "danger",
} });
