// data_visualization as SVG, with all its numbers in a table for who cannot see it.

import { h } from "./dom.js";

const [HIGH, LEFT, BOTTOM, TOP] = [230, 58, 34, 12];
const PHONE = matchMedia("(max-width: 560px)"); // drawn narrower there, not smaller: labels keep their size
const round = value => Math.round(value * 100) / 100;

export function chart(block) {
  const { type, segments, series = [], axis_config: axes = {} } = block.chart;
  const pies = type === "pie";
  const known = pies || ["line", "bar", "area"].includes(type);
  if (!known) return h("div", { class: "unknown" }, `Unknown chart: ${type}`);
  const wide = PHONE.matches ? 320 : 520;
  const legend = pies ? segments.map(one => one.label) : series.map(one => one.name);
  return h("figure", { class: "chart" },
    h("figcaption", null, block.title),
    h("svg", { viewBox: `0 0 ${wide} ${HIGH}`, "aria-hidden": "true" }, pies ? pie(segments, wide) : plot(type, series, axes, wide)),
    (pies || legend.length > 1) && h("ul", { class: "legend" }, legend.map((name, index) => h("li", { class: `series-${index}` }, name))),
    h("div", { class: "only-spoken" }, numbers(block.title, pies, segments, series, axes)));
}

function numbers(title, pies, segments, series, axes) {
  const head = pies ? ["", "Value"] : [axes.x_label ?? "", ...series.map(one => one.name)];
  const rows = pies ? segments.map(one => [one.label, one.value])
    : axes.categories.map((label, index) => [label, ...series.map(one => one.data[index]?.value ?? "–")]);
  return h("table", null, h("caption", null, title),
    h("thead", null, h("tr", null, head.map(text => h("th", { scope: "col" }, text || "Label")))),
    h("tbody", null, rows.map(([label, ...values]) => h("tr", null, h("th", { scope: "row" }, label), values.map(value => h("td", null, value))))));
}

function plot(type, series, axes, wide) {
  const values = series.flatMap(one => one.data.map(point => point.value));
  const ticks = scale(Math.min(0, ...values), Math.max(0, ...values));
  const [low, high] = [ticks[0], ticks.at(-1)];
  const y = value => TOP + (HIGH - TOP - BOTTOM) * (1 - (value - low) / (high - low || 1));
  const step = (wide - LEFT - 8) / axes.categories.length;
  const x = index => LEFT + step * (index + 0.5);
  const widest = 6.4 * Math.max(...axes.categories.map(label => label.length)) + 8; // about what a label takes
  const every = Math.max(1, Math.ceil(widest / step));
  return [
    ticks.map(tick => [
      h("line", { class: "grid", x1: LEFT, x2: wide - 8, y1: y(tick), y2: y(tick) }),
      h("text", { x: LEFT - 6, y: y(tick) + 4, "text-anchor": "end" }, round(tick)),
    ]),
    axes.categories.map((label, index) => index % every === 0 && h("text", { x: x(index), y: HIGH - BOTTOM + 16, "text-anchor": "middle" }, label)),
    axes.x_label && h("text", { class: "axis", x: (wide + LEFT) / 2, y: HIGH - 3, "text-anchor": "middle" }, axes.x_label),
    axes.y_label && h("text", { class: "axis", x: 10, y: HIGH / 2, "text-anchor": "middle", transform: `rotate(-90 10 ${HIGH / 2})` }, axes.y_label),
    series.map((one, index) => h("g", { class: `series-${index}` }, type === "bar" ? bars(one, index, series.length, x, y, step) : line(type, one, x, y))),
  ];
}

function bars(one, index, count, x, y, step) {
  const wide = Math.min(48, (step * 0.7) / count);
  return one.data.map((point, place) => h("rect", {
    x: x(place) - (wide * count) / 2 + wide * index + 1, width: wide - 2, y: Math.min(y(point.value), y(0)),
    height: Math.max(1, Math.abs(y(point.value) - y(0))), rx: 2,
  }));
}

function line(type, one, x, y) {
  const points = one.data.map((point, index) => `${round(x(index))},${round(y(point.value))}`);
  const under = `${round(x(one.data.length - 1))},${y(0)} ${round(x(0))},${y(0)}`;
  return [
    type === "area" && h("polygon", { points: `${points.join(" ")} ${under}` }),
    h("polyline", { points: points.join(" ") }),
    points.map(point => h("circle", { cx: point.split(",")[0], cy: point.split(",")[1], r: 3.5 })),
  ];
}

function pie(segments, wide) {
  const whole = segments.reduce((sum, one) => sum + one.value, 0) || 1;
  const at = share => [wide / 2 + 95 * Math.sin(2 * Math.PI * share), HIGH / 2 - 95 * Math.cos(2 * Math.PI * share)].map(round);
  let from = 0;
  return segments.map((one, index) => {
    const to = Math.min(from + one.value / whole, from + 0.99999);
    const path = `M${wide / 2} ${HIGH / 2} L${at(from)} A95 95 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)} Z`;
    from = to;
    return h("g", { class: `series-${index}` }, h("path", { d: path }));
  });
}

// Round numbers from at or below `low` to at or above `high`, about four steps.
function scale(low, high) {
  const rough = (high - low || 1) / 4;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find(factor => factor * size >= rough) * size;
  const first = Math.floor(low / step);
  return Array.from({ length: Math.ceil(high / step) - first + 1 }, (_, index) => (first + index) * step);
}
