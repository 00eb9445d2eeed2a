// Small drawings: the page's own signs, and the emoji that the app uses, so that they look alike without an emoji font.

import { h } from "./dom.js";

const PATHS = {
  inbox_tray: ["M2 9l2-5h2M14 9l-2-5h-2M2 9v4h12V9h-4l-1 2H7L6 9z", "M8 1v6M5.5 4.8 8 7.3l2.5-2.5"],
  white_check_mark: ["M3 1.5h10a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5H3A1.5 1.5 0 0 1 1.5 13V3A1.5 1.5 0 0 1 3 1.5z", "M4.5 8.3 7 10.8l4.5-5.3"],
  thread: ["M2 3h12v8H8l-3.5 3v-3H2z"],
  eye: ["M1 8s2.5-4.5 7-4.5S15 8 15 8s-2.5 4.5-7 4.5S1 8 1 8z", "M8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z"],
  smile: ["M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z", "M5 9.5c1 1.7 5 1.7 6 0M5.8 6v.5M10.2 6v.5"],
  file: ["M4 1.5h5l3.5 3.5v9.5H4z", "M9 1.5V5h3.5"],
  home: ["M2 8l6-5.5L14 8M4 7v6.5h8V7"],
  app: ["M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z", "M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z"],
};

// An icon, or null where there is none of that name.
export function icon(name) {
  if (!Object.hasOwn(PATHS, name)) return null;
  return h("svg", { class: `icon-${name}`, viewBox: "0 0 16 16", "aria-hidden": "true" }, PATHS[name].map(d => h("path", { d })));
}
