// A small virtual DOM: h() describes an element, render() makes the page agree with the descriptions. Elements that
// stay are never replaced or moved without need, so focus, scroll positions and what was typed stay, too.

const SVG = "http://www.w3.org/2000/svg";
const ALWAYS_PROPERTIES = new Set(["checked", "value", "disabled", "selected", "indeterminate"]);

// props: attributes, on… handlers, `key` (finds the element again among its siblings), `mounted` and `removed` (called
// with the element once it is on the page, and before it leaves).
export function h(tag, props, ...children) {
  const shown = children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false && child !== "");
  return { tag, props: props ?? {}, children: shown.map(child => (child.tag ? child : { tag: "#text", text: String(child) })) };
}

export function render(parent, children) {
  const left = [...parent.childNodes];
  const nodes = children.map(want => {
    const at = left.findIndex(node => fits(node, want));
    return at < 0 ? null : left.splice(at, 1)[0];
  });
  left.forEach(node => { node.drawn?.props?.removed?.(node); node.remove(); });
  let place = parent.firstChild;
  children.forEach((want, index) => {
    const node = nodes[index] ?? create(want, parent);
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
    update(node, want);
  });
}

function fits(node, want) {
  return node.drawn?.tag === want.tag && node.drawn.props?.key === want.props?.key;
}

function create(want, parent) {
  if (want.tag === "#text") return document.createTextNode(want.text);
  const svg = want.tag === "svg" || parent.namespaceURI === SVG;
  return svg ? document.createElementNS(SVG, want.tag) : document.createElement(want.tag);
}

function update(node, want) {
  const before = node.drawn;
  node.drawn = want;
  if (want.tag === "#text") {
    if (node.data !== want.text) node.data = want.text;
    return;
  }
  render(node, want.children);
  const old = before?.props ?? {};
  for (const name of Object.keys(old)) if (!(name in want.props)) set(node, name, null);
  for (const [name, value] of Object.entries(want.props)) if (value !== old[name]) set(node, name, value);
  if (!before) want.props.mounted?.(node);
}

function set(node, name, value) {
  if (name === "key" || name === "mounted" || name === "removed") return;
  if (name.startsWith("on")) node[name] = value;
  else if (name === "value" && node === document.activeElement) return; // somebody is typing there
  else if (ALWAYS_PROPERTIES.has(name)) node[name] = value ?? "";
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : value);
}
