// Where a person writes: messages, replies and slash commands, which complete as they are typed.

import { h } from "./dom.js";
import { suggestions } from "./suggestions.js";

export function composer(store, { channel, thread, label }) {
  const id = `compose/${channel.id}/${thread ?? ""}`;
  const submit = async field => {
    const text = field.value.trim();
    if (!text) return;
    const [, command, rest] = /^(\/\S+)\s*([\s\S]*)$/.exec(text) ?? [];
    if (command && thread) return store.say(`${command} does not work in threads, as in Slack. Use it in the channel.`);
    field.value = "";
    field.style.height = "";
    const done = command ? await store.act("command", { command, text: rest, channel: channel.id })
      : await store.act("post", { channel: channel.id, text: mentions(store, text), ...(thread ? { thread_ts: thread } : {}) });
    if (done === undefined && !field.value) field.value = text;
  };
  const onkeydown = event => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit(event.target);
  };
  const field = suggestions(store, id, {
    id, class: "field", rows: 1, "aria-label": label, placeholder: label, onkeydown,
    oninput: event => { event.target.style.height = ""; event.target.style.height = `${event.target.scrollHeight + 2}px`; },
  }, typed => (thread ? [] : completions(store, typed)), (option, input) => { input.value = option.value; input.focus(); }, "textarea");
  return h("form", { class: "composer", key: id, onsubmit: event => { event.preventDefault(); submit(document.getElementById(id)); } },
    field, h("button", { class: "button primary send", "aria-label": "Send", title: "Send (Enter)" }, "➤"));
}

// Commands for a typed beginning, then the words of the command's usage hint, such as "score | status [DATE]".
function completions(store, typed) {
  if (!typed.startsWith("/")) return [];
  return store.state.commands.flatMap(({ command, description, usage_hint: hint = "" }) => {
    if (!typed.startsWith(command + " ")) {
      return command.startsWith(typed) ? [{ label: command, value: command + " ", about: description }] : [];
    }
    const begun = typed.slice(command.length + 1).toLowerCase();
    return hint.split("|").map(word => word.trim()).filter(word => word.startsWith(begun) && word !== begun)
      .map(word => ({ label: `${command} ${word}`, value: `${command} ${word.split(" ")[0]}` }));
  });
}

const mentions = (store, text) => [store.state.bot, ...store.state.people].reduce(
  (said, one) => said.replaceAll(`@${one.real_name}`, `<@${one.id}>`), text);
