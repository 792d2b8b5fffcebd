// Where people studied and worked: cities on an outline of the world, and the way from each stay to the next.
const MAP = DATA.map, siteOf = new Map(), staysOf = new Map();
const WAYS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b08d2e", "#56b4e9"];
let onMap = [], mapAt = null, chosenSite = null, mapAsked = false;
if (MAP) {
  MAP.sites.forEach((site, index) => {
    site.index = index;
    site.facts = [...new Set(site.things.flatMap((thing) => [...factsOf[thing]]))];
    site.things.forEach((thing) => siteOf.set(thing, index));
    site.people = new Set();
  });
  for (const [person, site, fact] of MAP.stays) {
    if (!staysOf.has(person)) staysOf.set(person, []);
    staysOf.get(person).push({ site, fact });
    MAP.sites[site].people.add(person);
  }
}
const isOnMap = (index) => Boolean(MAP) && (staysOf.has(index) || siteOf.has(index));
const byName = (a, b) => nodes[a].name.localeCompare(nodes[b].name, "en");

function toMap(index, note = true) {
  if (note) remember();
  onMap = staysOf.has(index) ? [index] : [];
  chosenSite = staysOf.has(index) ? null : siteOf.get(index);
  mapAt = null;
  openTab("map", false);
  say(`${nodes[index].name} on the map`);
}

// A way is a pair of cities; it has the people who went it, and the facts at both ends.
function ways() {
  const found = new Map();
  for (const person of onMap.length ? onMap : staysOf.keys()) {
    staysOf.get(person).forEach((stay, step, all) => {
      const from = step && all[step - 1];
      if (!step || from.site === stay.site) return;
      const key = `${onMap.length ? person : ""} ${from.site} ${stay.site}`;
      if (!found.has(key)) found.set(key, { from: MAP.sites[from.site], to: MAP.sites[stay.site], people: new Set(), facts: new Set() });
      const way = found.get(key);
      way.people.add(person), way.facts.add(from.fact).add(stay.fact);
    });
  }
  return [...found.values()];
}

function drawMap() {
  const view = byId("view-map");
  view.replaceChildren();
  const bar = add(view, "div", { class: "bar", role: "group", "aria-label": "Map settings" }), who = add(bar, "div", { class: "people" });
  const again = () => { mapAt = null; chosenSite = null; drawMap(); };
  onMap.forEach((person, k) => {
    const button = add(who, "button", { title: "Take off the map", click: () => { onMap = onMap.filter((one) => one !== person); again(); } });
    add(button, "span", { class: "dot" }).style.background = WAYS[k % WAYS.length];
    button.append(` ${nodes[person].name} ×`);
  });
  const more = add(who, "select", { "aria-label": "Show the way of a person", id: "map-person" });
  add(more, "option", { value: "" }, onMap.length ? "Add a person…" : "Everybody");
  for (const person of [...staysOf.keys()].filter((one) => !onMap.includes(one)).sort(byName)) add(more, "option", { value: person }, nodes[person].name);
  more.addEventListener("change", () => { onMap = [...onMap, Number(more.value)]; again(); });
  if (onMap.length) add(bar, "button", { click: () => { onMap = []; again(); } }, "Everybody");
  add(bar, "button", { "aria-label": "Nearer", id: "map-in", click: () => zoomMap(1.5) }, "+");
  add(bar, "button", { "aria-label": "Farther", id: "map-out", click: () => zoomMap(1 / 1.5) }, "−");
  add(bar, "button", { click: () => { mapAt = null; drawSites(); } }, "All");
  const earth = add(view, "div", { id: "earth" });
  earth.addEventListener("wheel", (event) => { event.preventDefault(); zoomMap(event.deltaY > 0 ? 0.87 : 1.15, event); }, { passive: false });
  earth.addEventListener("pointerdown", dragMap);
  // What was to be seen whole stays so when the panel opens beside it.
  new ResizeObserver(() => { if (mapAt && mapAt.fits && earth.clientWidth) fitMap(earth.clientWidth, earth.clientHeight); askMap(); }).observe(earth);
  const dated = statements.filter((fact) => (fact.kind === "positions" || fact.kind === "education") && fact.when).length;
  add(view, "p", { class: "note", id: "map-note" }, `${many(MAP.sites.length, "place")} · ${MAP.stays.length} of ${many(dated, "dated post or degree", "dated posts and degrees")} are in a known place; the others are left out. Outline: Natural Earth`);
  drawSites();
}

// The middle of the window and how many pixels a unit of the map is; at first, all that is shown fits.
function fitMap(width, height) {
  const some = shownSites(), here = chosenSite === null ? (some.length ? some : MAP.sites) : [MAP.sites[chosenSite]];
  const box = boxOf(here), k = Math.min((width - Math.min(160, width * 0.3)) / Math.max(box.width, 700), (height - 110) / Math.max(box.height, 450));
  mapAt = { x: box.left + box.width / 2, y: box.top + box.height / 2, k, fits: true };
}

function shownSites() {
  return onMap.length ? MAP.sites.filter((site) => onMap.some((person) => site.people.has(person))) : MAP.sites;
}

function zoomMap(factor, event = null) {
  const box = byId("earth").getBoundingClientRect(), k = Math.max(box.width / 14000, Math.min(mapAt.k * factor, 8));
  const dx = event ? event.clientX - box.left - box.width / 2 : 0, dy = event ? event.clientY - box.top - box.height / 2 : 0;
  mapAt = { x: mapAt.x + dx / mapAt.k - dx / k, y: mapAt.y + dy / mapAt.k - dy / k, k };
  askMap();
}

function dragMap(event) {
  const from = mapAt, x = event.clientX, y = event.clientY;
  const move = (next) => { mapAt = { x: from.x - (next.clientX - x) / mapAt.k, y: from.y - (next.clientY - y) / mapAt.k, k: mapAt.k }; askMap(); };
  addEventListener("pointermove", move);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => removeEventListener("pointermove", move), { once: true });
}

function askMap() {
  if (!mapAsked) requestAnimationFrame(() => { mapAsked = false; drawSites(); });
  mapAsked = true;
}

function drawSites() {
  const earth = byId("earth");
  if (!earth || !earth.clientWidth) return;
  const width = earth.clientWidth, height = earth.clientHeight;
  const held = document.activeElement && document.activeElement.dataset && document.activeElement.dataset.site;
  if (!mapAt) fitMap(width, height);
  const at = (site) => ({ x: (site.x - mapAt.x) * mapAt.k + width / 2, y: (site.y - mapAt.y) * mapAt.k + height / 2 });
  earth.replaceChildren();
  // All that is seen is an attribute here, not a style: the same drawing is what is saved.
  const svg = add(earth, "svg", { id: "map-svg", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Map", "font-family": FONT });
  add(svg, "rect", { width, height, fill: css("--bg") });
  const ground = add(svg, "g", { transform: `translate(${width / 2 - mapAt.x * mapAt.k} ${height / 2 - mapAt.y * mapAt.k}) scale(${mapAt.k})`, stroke: css("--edge"), "stroke-width": 0.7, "aria-hidden": "true" });
  add(ground, "path", { d: MAP.land, fill: css("--line"), "vector-effect": "non-scaling-stroke" });
  add(ground, "path", { d: MAP.borders, fill: "none", "stroke-opacity": 0.55, "vector-effect": "non-scaling-stroke" });
  const all = ways(), busiest = Math.max(1, ...all.map((way) => way.people.size));
  for (const way of all) drawMove(svg, way, at(way.from), at(way.to), busiest);
  const shown = new Set(shownSites()), taken = [];
  const weight = (site) => site.people.size * 100 + site.facts.length;
  const sorted = MAP.sites.filter((site) => { const p = at(site); return p.x > -20 && p.x < width + 20 && p.y > -20 && p.y < height + 20; })
    .sort((a, b) => shown.has(b) - shown.has(a) || weight(b) - weight(a) || a.index - b.index);
  const size = (site) => (shown.has(site) ? 4 + Math.min(9, 2.2 * Math.sqrt(onMap.length ? 1 : site.people.size)) : 2.5);
  for (const site of sorted) { const p = at(site), r = size(site) * 0.7; if (shown.has(site)) taken.push({ x1: p.x - r, x2: p.x + r, y1: p.y - r, y2: p.y + r }); }
  const labels = add(svg, "g", { "pointer-events": "none" });
  for (const site of [...sorted].reverse()) drawSite(svg, site, at(site), size(site), shown.has(site));
  for (const site of sorted) if (shown.has(site)) drawSiteLabel(labels, site, at(site), size(site), taken, width, height);
  svg.append(labels);
  if (held) { const again = svg.querySelector(`[data-site="${held}"]`); if (again) again.focus(); }
}

function drawMove(svg, way, from, to, busiest) {
  const dx = to.x - from.x, dy = to.y - from.y, length = Math.hypot(dx, dy);
  if (length < 4) return;
  // Bent to one side, so that the way back is a line of its own; the arrow stands in the middle of it.
  const bend = Math.min(0.2, 60 / length + 0.06), cx = from.x + dx / 2 + dy * bend, cy = from.y + dy / 2 - dx * bend;
  const mx = (from.x + 2 * cx + to.x) / 4, my = (from.y + 2 * cy + to.y) / 4, turn = (Math.atan2(dy, dx) * 180) / Math.PI;
  const colour = onMap.length ? WAYS[onMap.indexOf([...way.people][0]) % WAYS.length] : css("--accent");
  const line = add(svg, "g", { class: "way-line", opacity: onMap.length ? 0.9 : 0.3 + 0.5 * (way.people.size / busiest) });
  const d = `M${from.x} ${from.y}Q${cx} ${cy} ${to.x} ${to.y}`;
  add(line, "path", { d, fill: "none", stroke: colour, "stroke-width": onMap.length ? 2.2 : 1 + Math.min(3, (way.people.size - 1) * 0.8) });
  if (length > 40) add(line, "path", { d: "M5 0L-4 4L-4 -4Z", fill: colour, transform: `translate(${mx} ${my}) rotate(${turn})` });
  add(line, "path", { d, fill: "none", stroke: "transparent", "stroke-width": 10 });
  const names = [...way.people].sort(byName).map((person) => nodes[person].name);
  line.addEventListener("pointermove", (event) => showTip(event.clientX, event.clientY, `${way.from.name} → ${way.to.name}`, [short(names.join(", "), 120), years(way.facts)]));
  line.addEventListener("pointerleave", hideTip);
  line.addEventListener("click", () => showOnMap(`${way.from.name} → ${way.to.name}`, [...way.people].sort(byName), [...way.facts]));
}

function drawSite(svg, site, { x, y }, r, lit) {
  const people = many(site.people.size, "person", "people"), what = `${site.name}, ${site.country}`;
  const dot = add(svg, "g", { class: "site", role: "button", tabindex: lit ? 0 : -1, "aria-label": `${what}: ${people}`, "data-site": site.index });
  add(dot, "circle", { cx: x, cy: y, r, fill: site.people.size ? "#e69f00" : "#9a9a9a", stroke: site.index === chosenSite ? css("--ink") : css("--card"), "stroke-width": site.index === chosenSite ? 2.5 : 1.2, opacity: lit ? 1 : 0.5 });
  add(dot, "circle", { cx: x, cy: y, r: Math.max(r + 3, 9), fill: "transparent" });
  const tip = (px, py) => showTip(px, py, what, [`${people} · ${many(site.things.length, "thing")}`, short(site.things.map((thing) => nodes[thing].name).join(", "), 160)]);
  dot.addEventListener("pointermove", (event) => tip(event.clientX, event.clientY));
  dot.addEventListener("focus", () => { const box = dot.getBoundingClientRect(); tip(box.left, box.bottom - 10); });
  for (const left of ["pointerleave", "blur"]) dot.addEventListener(left, hideTip);
  const open = () => { hideTip(); chosenSite = site.index; showOnMap(what, site.things, site.facts); askMap(); };
  dot.addEventListener("click", open);
  dot.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") event.preventDefault(), open(); });
}

function drawSiteLabel(labels, site, { x, y }, r, taken, width, height) {
  const then = onMap.length ? onMap.map((person) => years(staysOf.get(person).filter((stay) => MAP.sites[stay.site] === site).map((stay) => stay.fact))).filter(Boolean) : [];
  const rows = [site.name, short(then.join("; "), 40)].filter(Boolean), w = Math.max(...rows.map((row) => widthOf(row, 12, false))) + 4, h = rows.length * 14;
  const spots = [[x + r + 3, y - h / 2, "start"], [x - r - 3 - w, y - h / 2, "end"], [x - w / 2, y + r + 2, "middle"], [x - w / 2, y - r - h - 2, "middle"]];
  for (const [left, top, anchor] of spots) {
    const box = { x1: left, x2: left + w, y1: top, y2: top + h };
    if (box.x1 < 2 || box.x2 > width - 2 || box.y1 < 2 || box.y2 > height - 2) continue;
    if (taken.some((t) => box.x1 < t.x2 && box.x2 > t.x1 && box.y1 < t.y2 && box.y2 > t.y1)) continue;
    taken.push(box);
    const tx = { start: left, end: left + w, middle: left + w / 2 }[anchor];
    rows.forEach((row, k) => add(labels, "text", { x: tx, y: top + 11 + k * 14, "text-anchor": anchor, "font-size": 12, fill: k ? css("--soft") : css("--ink"), stroke: css("--bg"), "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, row));
    return;
  }
}

function showOnMap(title, things, facts) {
  const box = byId("details");
  box.replaceChildren();
  add(box, "h2", { id: "chosen" }, title);
  const chips = add(box, "div", { class: "chips" });
  listed(chips, things, 20, (thing) => chip(chips, thing));
  drawFacts(box, facts, -1);
  openPanel();
}
