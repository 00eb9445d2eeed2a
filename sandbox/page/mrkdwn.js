// Slack's text markup as elements. Everything becomes text nodes and known tags; nothing is ever read as HTML.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { nameOf, zoneOf } from "./store.js";

const EMOJI = {
  "+1": "👍", eyes: "👀", tada: "🎉", heart: "❤️", thinking_face: "🤔", wave: "👋",
  warning: "⚠️", lock: "🔒", bulb: "💡", calendar: "📅", bar_chart: "📊", memo: "📝", x: "❌", raised_hands: "🙌", pray: "🙏",
};
export const REACTIONS = ["+1", "eyes", "tada", "heart", "thinking_face"];
// In turn: preformatted, code, <reference>, :emoji:, *bold*, _italic_, ~strike~; marks count at the edges of words only.
const INLINE = /```([\s\S]+?)```|`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]+):|(?<![\w*])\*(\S[^*\n]*?)(?<=\S)\*(?![\w*])|(?<![\w_])_(\S[^\n]*?)(?<=\S)_(?![\w_])|(?<![\w~])~(\S[^~\n]*?)(?<=\S)~(?![\w~])/g;

// A drawing or a character; what is unknown stays as it was written.
export function emoji(name) {
  const drawn = icon(name);
  return drawn ? h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, drawn) : EMOJI[name] ?? `:${name}:`;
}

export const unescape = text => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

// A text object, a string of mrkdwn, or nothing.
export function words(store, text) {
  if (!text) return [];
  if (text.type === "plain_text") return [h("span", { class: "plain" }, text.text)];
  return mrkdwn(store, text.text ?? text);
}

export function mrkdwn(store, text) {
  const parts = text.split(/(```[\s\S]+?```)/);
  return parts.flatMap((part, index) => (index % 2 ? [h("pre", null, unescape(part.slice(3, -3).replace(/^\n/, "")))] : lines(store, part)));
}

// Runs of quoted or listed lines become one block; the rest stays as it is, with its line breaks.
function lines(store, text) {
  const found = [];
  for (const line of text.split("\n")) {
    const [kind, rest] = /^(&gt;|>)/.test(line) ? ["blockquote", line.replace(/^(&gt;|>) ?/, "")]
      : /^\s*[•◦-] /.test(line) ? ["ul", line.replace(/^\s*[•◦-] /, "")]
      : /^\s*\d+\. /.test(line) ? ["ol", line.replace(/^\s*\d+\. /, "")] : ["span", line];
    if (found.at(-1)?.kind === kind) found.at(-1).lines.push(rest);
    else found.push({ kind, lines: [rest] });
  }
  return found.filter(run => run.lines.join("")).map(({ kind, lines: held }) => {
    if (kind === "ul" || kind === "ol") return h(kind, null, held.map(line => h("li", null, inline(store, line))));
    return h(kind, { class: "lines" }, inline(store, held.join("\n")));
  });
}

function inline(store, text) {
  const found = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, pre, code, token, name, bold, italic, strike] = match;
    found.push(unescape(text.slice(from, match.index)));
    from = match.index + whole.length;
    if (pre ?? code) found.push(h("code", null, unescape(pre ?? code)));
    else if (token) found.push(reference(store, token));
    else if (name) found.push(emoji(name));
    else found.push(h(bold ? "strong" : italic ? "em" : "s", null, inline(store, bold ?? italic ?? strike)));
  }
  return [...found, unescape(text.slice(from))];
}

function reference(store, token) {
  const [target, label] = [token.split("|")[0], unescape(token.split("|").slice(1).join("|"))];
  if (target.startsWith("@")) return mention("@" + (label || nameOf(store, target.slice(1))));
  if (target.startsWith("#")) {
    const channel = store.state.channels.find(one => one.id === target.slice(1));
    return mention("#" + (label || channel?.name || target.slice(1)));
  }
  if (target.startsWith("!date^")) return date(store, target, label);
  if (target.startsWith("!")) return mention("@" + (label || target.slice(1).split("^")[0]));
  return link(store, unescape(target), label || unescape(target));
}

const mention = text => h("span", { class: "mention" }, text);

// Only addresses of the web and of mail become links; one of a message in this workspace leads there.
export function link(store, url, label) {
  if (!/^(https?:|mailto:)/i.test(url)) return label;
  const [, channel, ts] = /\/archives\/(\w+)\/p(\d+)/.exec(url) ?? [];
  if (!channel) return h("a", { href: url, target: "_blank", rel: "noreferrer" }, label);
  const goal = `${ts.slice(0, -6)}.${ts.slice(-6)}`;
  return h("a", { href: url, onclick: event => { event.preventDefault(); goTo(store, channel, goal); } }, label);
}

function goTo(store, channel, ts) {
  const message = store.state.channels.find(one => one.id === channel)?.messages.find(one => one.ts === ts);
  if (!message) return store.say("That message is no longer there.");
  store.show({ place: channel, ...(message.thread_ts ? { thread: message.thread_ts } : {}) });
  const reply = message.thread_ts && message.thread_ts !== ts;
  const node = document.querySelector(`${reply ? "#thread" : "main"} [data-ts="${ts}"]`);
  node?.scrollIntoView({ block: "center" });
  node?.focus();
}

function date(store, target, fallback) {
  const [, seconds, format = "", url] = target.split("^");
  const at = new Date(Number(seconds) * 1000);
  const told = format.replace(/\{(\w+)\}/g, (all, name) => dateWord(store, at, name) ?? all);
  const shown = Number.isNaN(at.getTime()) ? fallback : told;
  return h("time", { datetime: Number.isNaN(at.getTime()) ? null : at.toISOString(), title: fallback }, url ? link(store, url, shown) : shown);
}

const DATES = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

function dateWord(store, at, name) {
  const plain = name.replace("_pretty", "");
  if (!DATES[plain]) return null;
  if (name !== plain) {
    const near = Math.round((dayOf(store, at) - dayOf(store, new Date(store.state.now * 1000))) / 86_400_000);
    if (Math.abs(near) <= 1) return ["yesterday", "today", "tomorrow"][near + 1];
  }
  return at.toLocaleString("en", { ...DATES[plain], timeZone: zoneOf(store) });
}

const dayOf = (store, at) => Date.parse(at.toLocaleDateString("en-CA", { timeZone: zoneOf(store) }));

export const clock = (store, ts) => dateWord(store, new Date(Number(ts) * 1000), "time");
export const fullTime = (store, ts) => new Date(Number(ts) * 1000).toLocaleString("en", { ...DATES.date_long, ...DATES.time, timeZone: zoneOf(store) });
export const day = (store, ts) => new Date(Number(ts) * 1000).toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long", timeZone: zoneOf(store) });
