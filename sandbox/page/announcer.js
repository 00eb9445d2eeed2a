// Tells screen readers what is new where the person is looking.

import { messagesOf } from "./conversation.js";
import { nameOf } from "./store.js";

export function announcer(region) {
  let place = "";
  let last = 0;
  return store => {
    const channel = store.state.channels.find(one => one.id === store.place);
    if (!channel) return;
    const here = `${store.me}/${store.place}/${store.thread ?? ""}`;
    const seen = [...messagesOf(store, channel), ...(store.thread ? messagesOf(store, channel, store.thread) : [])];
    const fresh = seen.filter(one => Number(one.ts) > last && one.user !== store.me);
    last = Math.max(last, ...seen.map(one => Number(one.ts)));
    if (here === place && fresh.length) {
      const newest = fresh.at(-1);
      region.textContent = `${newest.is_ephemeral ? "Only visible to you. " : ""}${nameOf(store, newest.user)}: ${newest.text.slice(0, 300)}`;
    }
    place = here;
  };
}
