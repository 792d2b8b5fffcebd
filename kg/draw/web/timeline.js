// What one or several people did on one axis of years. A bar is solid where the dates are sure and pale where they leave
// room: a year is not a day.
const LANES = {
  positions: "#0072b2", education: "#009e73", awards: "#e69f00", grants: "#d55e00", publications: "#56b4e9",
  talks: "#cc79a7", service: "#8d99a8", teaching: "#b08d2e", projects: "#5d6470",
};
const NOW = new Date().getFullYear() + new Date().getMonth() / 12;
const hasTime = (index) => [...factsOf[index]].some((fact) => LANES[statements[fact].kind] && statements[fact].when);
const hiddenLanes = new Set(["publications", "service", "teaching", "projects"]);
let onAxis = null, span = null, whole = null, chosenFact = null, frameAsked = false;

const owners = () => byWeight.filter((node) => node.kind === "person" && statements.some((fact) => Number(fact.person) === node.index && fact.person !== null && fact.when));
const ofPerson = (index) => statements.filter((fact) => fact.person !== null && Number(fact.person) === index && fact.when && LANES[fact.kind]);

function onTimeline(index) {
  const node = nodes[index];
  const theirs = ofPerson(index).length ? [index] : [...new Set([...factsOf[index]].map((fact) => Number(statements[fact].person)))].slice(0, 12);
  onAxis = theirs.length ? theirs : onAxis;
  span = null;
  openTab("timeline");
  say(`Timeline of ${node.name}`);
}

function drawTimeline() {
  const view = byId("view-timeline"), people = owners();
  view.replaceChildren();
  if (!people.length) return void add(view, "p", { class: "empty" }, "No fact here has a date.");
  if (!onAxis) onAxis = people.slice().sort((a, b) => ofPerson(b.index).length - ofPerson(a.index).length).slice(0, 3).map((node) => node.index);
  if (!onAxis.some((index) => ofPerson(index).some((fact) => !hiddenLanes.has(fact.kind)))) hiddenLanes.clear();
  drawTimeBar(view, people);
  add(view, "svg", { id: "axis", "aria-hidden": "true" });
  const lanes = add(view, "div", { id: "lanes" });
  lanes.addEventListener("wheel", wheel, { passive: false });
  lanes.addEventListener("pointerdown", drag);
  measureTime();
  drawLanes();
}

function drawTimeBar(view, people) {
  const bar = add(view, "div", { class: "bar", role: "group", "aria-label": "Timeline settings" });
  const who = add(bar, "div", { class: "people" });
  for (const index of onAxis) {
    const button = add(who, "button", { title: "Take off the axis", click: () => { onAxis = onAxis.filter((one) => one !== index); span = null; drawTimeline(); } }, `${nodes[index].name} ×`);
    button.disabled = onAxis.length === 1;
  }
  const more = add(who, "select", { "aria-label": "Add a person", id: "add-person" });
  add(more, "option", { value: "" }, "Add a person…");
  for (const node of people.filter((node) => !onAxis.includes(node.index)).sort((a, b) => a.name.localeCompare(b.name, "en"))) add(more, "option", { value: node.index }, node.name);
  more.addEventListener("change", () => { onAxis = [...onAxis, Number(more.value)]; span = null; drawTimeline(); });
  const kinds = Object.keys(LANES).filter((kind) => onAxis.some((index) => ofPerson(index).some((fact) => fact.kind === kind)));
  for (const kind of kinds) {
    const label = add(bar, "label"), input = add(label, "input", { type: "checkbox", "data-lane": kind });
    input.checked = !hiddenLanes.has(kind);
    input.addEventListener("change", () => { input.checked ? hiddenLanes.delete(kind) : hiddenLanes.add(kind); measureTime(); drawLanes(); });
    const dot = add(label, "span", { class: "dot" });
    dot.style.background = LANES[kind];
    add(label, "span", {}, DATA.factKinds[kind]);
  }
  add(bar, "button", { "aria-label": "Nearer in time", id: "time-in", click: () => zoomTime(0.6) }, "+");
  add(bar, "button", { "aria-label": "Farther in time", id: "time-out", click: () => zoomTime(1 / 0.6) }, "−");
  add(bar, "button", { click: () => { span = null; measureTime(); drawLanes(); } }, "All years");
}

const shownFacts = (index) => ofPerson(index).filter((fact) => !hiddenLanes.has(fact.kind));

function measureTime() {
  const all = onAxis.flatMap((index) => shownFacts(index)).flatMap((fact) => fact.when);
  const first = least(all.map((when) => (when.start || when.end || [NOW])[0]));
  const last = -least(all.map((when) => -(when.open ? NOW : (when.end || when.start || [0, 0])[1])));
  const from = Number.isFinite(first) ? first : NOW - 10, to = Math.max(last, from + 2);
  whole = [from - (to - from) * 0.03 - 0.5, to + (to - from) * 0.05 + 0.8];
  span = span || [...whole];
}

function zoomTime(factor, at = (span[0] + span[1]) / 2) {
  const length = Math.min(whole[1] - whole[0], Math.max(0.5, (span[1] - span[0]) * factor));
  const share = (at - span[0]) / (span[1] - span[0]);
  moveTime(at - share * length, length);
}

function moveTime(from, length) {
  const start = Math.max(whole[0], Math.min(from, whole[1] - length));
  span = [start, start + length];
  if (!frameAsked) requestAnimationFrame(() => { frameAsked = false; drawLanes(); });
  frameAsked = true;
}

function wheel(event) {
  if (!event.ctrlKey && !event.shiftKey && Math.abs(event.deltaX) < Math.abs(event.deltaY) && byId("lanes").scrollHeight > byId("lanes").clientHeight + 2) return;
  event.preventDefault();
  const box = byId("lanes").getBoundingClientRect(), length = span[1] - span[0];
  if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) moveTime(span[0] + (event.deltaX / box.width) * length, length);
  else zoomTime(event.deltaY > 0 ? 1.15 : 0.87, span[0] + ((event.clientX - box.left) / box.width) * length);
}

function drag(event) {
  const lanes = byId("lanes"), from = span[0], length = span[1] - span[0], x = event.clientX;
  const move = (next) => moveTime(from - ((next.clientX - x) / lanes.clientWidth) * length, length);
  addEventListener("pointermove", move);
  addEventListener("pointerup", () => removeEventListener("pointermove", move), { once: true });
}

function drawLanes() {
  const lanes = byId("lanes"), width = lanes.clientWidth || 800, held = document.activeElement && document.activeElement.dataset && document.activeElement.dataset.key;
  const x = (year) => ((year - span[0]) / (span[1] - span[0])) * width;
  lanes.replaceChildren();
  const svg = add(lanes, "svg", { role: "group", "aria-label": "Timeline" });
  const grid = add(svg, "g");
  let y = 8;
  for (const index of onAxis) y = drawPerson(svg, index, x, y, width) + 14;
  const height = Math.max(y + 10, lanes.clientHeight - 2);
  svg.setAttribute("height", height);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawAxis(grid, x, width, height);
  if (held) { const again = svg.querySelector(`[data-key="${CSS.escape(held)}"]`); if (again) again.focus(); }
}

function drawAxis(grid, x, width, height) {
  const axis = byId("axis");
  axis.replaceChildren();
  axis.style.width = `${width}px`; // a scrollbar makes the lanes narrower than their box
  const wish = ((span[1] - span[0]) * 75) / width;
  const step = [1 / 12, 0.25, 1, 2, 5, 10, 20, 50, 100].find((size) => size >= wish) || 200;
  for (let year = Math.ceil(span[0] / step) * step; year < span[1]; year += step) {
    const whole = Math.round(year * 12) / 12, month = Math.round((whole % 1) * 12);
    const text = month ? new Date(2001, month, 1).toLocaleString("en", { month: "short" }) : String(Math.round(whole));
    add(axis, "text", { x: x(year) + 4, y: 17 }, text);
    add(axis, "line", { x1: x(year), x2: x(year), y1: 4, y2: 26 });
    add(grid, "line", { class: "grid", x1: x(year), x2: x(year), y1: 0, y2: height });
  }
  if (NOW > span[0] && NOW < span[1]) add(grid, "line", { x1: x(NOW), x2: x(NOW), y1: 0, y2: height, stroke: css("--hot"), "stroke-dasharray": "3 3" });
}

// Bars that overlap in time, or whose words would, lie in rows of their own: what was held at once is seen at once.
function drawPerson(svg, index, x, y, width) {
  const name = add(svg, "text", { class: "who", x: 12, y: y + 15 }, nodes[index].name);
  name.addEventListener("click", () => choose(index));
  y += 26;
  for (const kind of Object.keys(LANES)) {
    const bars = shownFacts(index).filter((fact) => fact.kind === kind).flatMap((fact) => fact.when.map((when, part) => ({ fact, when, part, ...extent(when) })));
    if (!bars.length) continue;
    bars.sort((a, b) => a.from - b.from || a.to - b.to || a.fact.index - b.fact.index);
    if (kind === "positions" || kind === "education") drawGaps(svg, bars, x, y, kind);
    const rows = [];
    for (const bar of bars) {
      const x1 = x(bar.from), x2 = Math.max(x(bar.to), x1 + 7);
      if (x2 < 0 || x1 > width) continue;
      const room = Math.max(Math.min(x2, width) - Math.max(x1, 0) - 14, width - x2 - 20, x1 - 14, 60);
      const text = fitted(words(bar.fact).text, room), w = widthOf(text, 12, false);
      const inside = w + 14 < Math.min(x2, width) - Math.max(x1, 0);
      const before = !inside && x2 + w + 14 > width && Math.max(x1, 0) > w + 14;
      const left = before ? x1 - w - 8 : x1, right = inside || before ? x2 : x2 + w + 8;
      let row = rows.findIndex((end) => end < left - 4);
      if (row < 0) row = rows.push(-Infinity) - 1;
      rows[row] = right;
      drawBar(svg, bar, kind, { x1, x2, y: y + row * 23, text, w, inside, before, width });
    }
    y += rows.length * 23 + (rows.length ? 7 : 0);
  }
  return y;
}

// As many of the words as there is room for.
function fitted(text, room) {
  let most = Math.min(60, text.length);
  while (most > 6 && widthOf(short(text, most), 12, false) > room) most -= 2;
  return short(text, most);
}

const extent = (when) => ({
  from: when.start ? when.start[0] : when.end[0],
  to: when.open ? Math.max(NOW, (when.start || [0])[0]) : when.end ? when.end[1] : when.start[1],
});

function drawGaps(svg, bars, x, y, kind) {
  let until = null;
  for (const bar of bars) {
    if (until !== null && bar.from - until > 1) {
      const gap = add(svg, "rect", { class: "gap", x: x(until), y: y + 8, width: Math.max(0, x(bar.from) - x(until)), height: 2, fill: css("--line") });
      add(gap, "title", {}, `Nothing known in ${DATA.factKinds[kind].toLowerCase()} from ${Math.floor(until)} to ${Math.floor(bar.from)}`);
    }
    until = Math.max(until ?? -Infinity, bar.to);
  }
}

function drawBar(svg, { fact, when, part, from, to }, kind, { x1, x2, y, text, w, inside, before, width }) {
  const said = words(fact), label = `${nodes[fact.person].name}: ${said.text}${said.when ? `, ${said.when}` : ""}`;
  const bar = add(svg, "g", { class: "fact-bar", tabindex: 0, role: "button", "aria-label": label, "data-key": `${fact.index}-${part}`, "data-fact": fact.index });
  if (chosenFact === fact.index) bar.classList.add("chosen");
  const colour = LANES[kind], at = (year) => x1 + ((year - from) / Math.max(to - from, 1e-6)) * (x2 - x1);
  const piece = (a, b, opacity) => b - a > 0.2 && add(bar, "rect", { x: a, y, width: b - a, height: 17, rx: Math.min(4, (b - a) / 2), fill: colour, opacity });
  // Pale over all that is possible; solid from the last possible beginning to the first possible end.
  piece(x1, x2, 0.38);
  const sureFrom = when.start && !when.point ? at(when.start[1]) : null, sureTo = when.open ? x2 : when.end && !when.point ? at(when.end[0]) : null;
  if (sureFrom !== null && sureTo !== null && sureTo > sureFrom) piece(sureFrom, sureTo, 1);
  if (when.point && to - from < 0.02) piece(x1, x2, 1);
  if (when.open) add(bar, "path", { d: `M${x2} ${y - 1}l9 9.5l-9 9.5z`, fill: colour });
  // A side that is not stated fades out in dots.
  if (!when.start) for (let k = 1; k < 4; k++) add(bar, "circle", { cx: x1 - k * 6, cy: y + 8.5, r: 2.2 - k * 0.4, fill: colour, opacity: 0.8 });
  if (!when.end && !when.open) for (let k = 1; k < 4; k++) add(bar, "circle", { cx: x2 + k * 6, cy: y + 8.5, r: 2.2 - k * 0.4, fill: colour, opacity: 0.8 });
  add(bar, "rect", { class: "frame", x: x1 - 1, y: y - 1, width: x2 - x1 + 2, height: 19, rx: 5, fill: "none" });
  const solid = inside && sureFrom !== null && sureTo - sureFrom > w + 14;
  const start = inside ? Math.max(x1, 0, solid ? sureFrom : 0) + 7 : before ? x1 - 6 : Math.min(Math.max(x2, 0) + (when.open ? 13 : when.end ? 6 : 24), width - 10);
  // On a solid bar words are white on dark colours and dark on light ones; on a pale one they are as the page's ink.
  const fill = solid ? (["#0072b2", "#009e73", "#d55e00", "#5d6470"].includes(colour) ? "#fff" : "#1b1b1b") : css("--ink");
  const written = add(bar, "text", { x: start, y: y + 13, "text-anchor": before ? "end" : "start" }, text);
  written.style.fill = fill;
  const reach = before ? [start - w, x2] : [x1, Math.max(x2, inside ? x2 : start + w)];
  add(bar, "rect", { x: reach[0], y, width: reach[1] - reach[0], height: 18, fill: "transparent" }); // the words are to be clicked, too
  const quote = fact.quotes && fact.quotes[0];
  const lines = [[said.when, fact.dates && fact.dates !== said.when ? `EDTF ${fact.dates}` : ""].filter(Boolean).join(" · "), quote ? `${DATA.files[quote[0]]}:${quote[1]}` : ""].filter(Boolean);
  const tip = (px, py) => showTip(px, py, `${nodes[fact.person].name}: ${said.text}`, lines, quote && short(quote[3], 240));
  bar.addEventListener("pointermove", (event) => tip(event.clientX, event.clientY));
  bar.addEventListener("pointerleave", hideTip);
  bar.addEventListener("focus", () => { const box = bar.getBoundingClientRect(); tip(Math.max(box.left, 0), box.bottom - 10); });
  bar.addEventListener("blur", hideTip);
  const open = () => { chosenFact = fact.index; hideTip(); showFact(fact); svg.querySelectorAll(".chosen").forEach((one) => one.classList.remove("chosen")); bar.classList.add("chosen"); };
  bar.addEventListener("click", open);
  bar.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") event.preventDefault(), open(); });
}

function showFact(fact) {
  const box = byId("details");
  box.replaceChildren();
  add(box, "h3", { class: "head" }, DATA.factKinds[fact.kind]);
  add(box, "h2", { id: "chosen" }, words(fact).text);
  const chips = add(box, "div", { class: "chips" });
  if (fact.person !== null) chip(chips, Number(fact.person));
  drawFact(box, fact, Number(fact.person), true);
  openPanel();
}

// The axis and the lanes as one drawing, with the looks of the style sheet written into it.
function timelineToSvg() {
  const lanes = byId("lanes").querySelector("svg"), axis = byId("axis"), width = byId("lanes").clientWidth, high = lanes.clientHeight;
  const whole = document.createElementNS(SVG, "svg");
  for (const [name, value] of Object.entries({ xmlns: SVG, width, height: high + 26, viewBox: `0 0 ${width} ${high + 26}` })) whole.setAttribute(name, value);
  add(whole, "rect", { width, height: high + 26, fill: css("--bg") });
  for (const [from, y, height] of [[axis, 0, 26], [lanes, 26, high]]) {
    const copy = from.cloneNode(true), olds = [from, ...from.querySelectorAll("*")], news = [copy, ...copy.querySelectorAll("*")];
    olds.forEach((old, k) => {
      const look = getComputedStyle(old);
      for (const name of ["fill", "stroke", "font-family", "font-size", "font-weight"]) news[k].setAttribute(name, look.getPropertyValue(name));
      news[k].removeAttribute("style");
    });
    for (const [name, value] of Object.entries({ y, width, height })) copy.setAttribute(name, value);
    whole.append(copy);
  }
  return new XMLSerializer().serializeToString(whole);
}
