// The banner, which says what this is, and the strip of the story's steps with its controls.

import { h } from "./dom.js";

export function banner(store) {
  return h("div", { class: "banner", role: "note" },
    h("p", null, h("strong", null, "This is a sandbox", h("span", { class: "aside" }, " on your machine"), ", not Slack."), h("span", { class: "aside" }, " Nothing here reaches anybody.")),
    store.story?.judge && h("p", { class: "judge" }, store.story.judge));
}

export function strip(store) {
  const { story } = store;
  if (!story) return null;
  const over = story.done >= story.steps.length;
  const open = store.unfolded || Boolean(story.trouble);
  return h("section", { class: `strip${open ? " unfolded" : ""}`, "aria-label": "The story" },
    h("button", { type: "button", class: "button fold", "aria-expanded": String(open), onclick: () => store.show({ unfolded: !open }) },
      over ? "The story is over" : `${story.done + 1} of ${story.steps.length}: ${story.steps[story.done].name}`),
    h("ol", null, story.steps.map((step, index) => h("li", {
      key: step.name, class: index < story.done ? "done" : index === story.done ? "current" : "to-come",
      "aria-current": index === story.done ? "step" : null, title: step.says,
    },
      h("span", { class: "dot", "aria-hidden": "true" }, index < story.done ? "✓" : index + 1),
      h("span", { class: "step" }, step.name)))),
    h("p", { class: "says" }, sentence(story, over)),
    h("div", { class: "controls" },
      h("button", { type: "button", class: "button", disabled: over, onclick: () => store.tell(story.playing ? "pause" : "play") }, story.playing ? "Pause" : "Play"),
      h("button", { type: "button", class: "button", disabled: over, onclick: () => store.tell("next") }, "Next")));
}

function sentence(story, over) {
  if (story.trouble) return `This step did not happen: ${story.trouble}. Play tries again.`;
  if (over) return "The story is over. It's your workspace now.";
  return (story.playing ? "" : "Paused, over to you. Next: ") + story.steps[story.done].says;
}
