// Small words for the document: elements made of text, never of markup.
const DATA = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";

function add(parent, tag, attributes = {}, ...children) {
  const isSvg = parent instanceof SVGElement || tag === "svg";
  const made = isSvg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== ""));
  parent.append(made);
  return made;
}

const many = (count, one, more = one + "s") => `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

// Only addresses that open a page or a letter become links; a script or a file does not.
function safeAddress(text) {
  try {
    const url = new URL(text);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function say(text) {
  byId("said").textContent = text;
}

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function sign(parent, kind) {
  const look = DATA.kinds[kind];
  const svg = add(parent, "svg", { class: "sign", viewBox: "-1.1 -1.1 2.2 2.2", "aria-hidden": "true" });
  add(svg, "path", { d: look.shape, fill: look.fill });
  add(svg, "path", { d: look.icon, fill: look.ink, transform: "translate(-.55 -.55) scale(.0458)" });
}

function download(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function showTip(x, y, title, lines, quote) {
  const tip = byId("tip");
  tip.replaceChildren();
  add(tip, "b", {}, title);
  for (const line of lines) add(tip, "span", {}, line);
  if (quote) add(tip, "span", { class: "quote" }, quote);
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(6, Math.min(x + 14, innerWidth - box.width - 8))}px`;
  tip.style.top = `${Math.max(6, y + 18 + box.height > innerHeight ? y - box.height - 12 : y + 18)}px`;
}

const hideTip = () => (byId("tip").hidden = true);
