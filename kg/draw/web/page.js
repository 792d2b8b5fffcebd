// The page as a whole: what a click, a key or a button does, and the way back.
const past = [], future = [], TABS = ["network", "timeline", "map", "list"].filter((tab) => tab !== "map" || MAP);
let asking = null;

const snapshot = () => ({ ...state, spread: [...state.spread], onAxis, onMap });

function remember() {
  past.push(snapshot());
  future.length = 0;
}

function travel(from, to) {
  if (!from.length) return;
  to.push(snapshot());
  const { onAxis: axis, onMap: mapped, ...then } = from.pop();
  if (mapped !== onMap) mapAt = null;
  [onAxis, onMap] = [axis, mapped];
  Object.assign(state, then);
  openTab(state.tab, false);
  refresh();
  if (focus()) show(focus());
}

function choose(index, { move = false } = {}) {
  if (asking !== null && asking !== index) return findWay(asking, index);
  remember();
  Object.assign(state, { chosen: index, edge: null, way: null, spread: [] });
  const node = nodes[index];
  // What was searched for is to be seen, even if its kind was off or it is one of many small things.
  off.delete(node.kind);
  if (!drawn.has(index)) opened.add(index);
  if (alone || !isShown(node)) everythingAgain();
  refresh();
  openPanel();
  if (move) show(focus());
  say(`${node.name}, ${DATA.kinds[node.kind].one}, ${many(edgesOf[index].length, "tie")}`);
}

function everythingAgain() {
  alone = false;
}

function picked(index) {
  choose(index);
}

function chooseEdge(id) {
  remember();
  Object.assign(state, { chosen: null, edge: id, way: null, spread: [] });
  refresh();
  openPanel();
  say(`${nodes[edges[id].a].name} ${edges[id].label} ${nodes[edges[id].b].name}`);
}

function letGo() {
  endAsking();
  if (state.chosen === null && state.edge === null && !state.way) return;
  remember();
  alone = false;
  Object.assign(state, { chosen: null, edge: null, way: null, spread: [] });
  refresh();
  say("Everything is shown");
}

function expand(index) {
  endAsking();
  remember();
  const before = focus() || new Set();
  const beside = around(index);
  beside.forEach((next) => opened.add(next));
  opened.add(index);
  if (state.chosen === null) state.chosen = index;
  Object.assign(state, { edge: null, way: null, spread: [...new Set([...state.spread, index])] });
  refresh();
  show(focus());
  say(`${many(beside.filter((next) => !before.has(next)).length, "more thing")} opened`);
}

function askWay(index) {
  asking = index;
  byId("hint").textContent = `Way from ${short(nodes[index].name, 30)}: choose the other end (Esc ends)`;
  byId("hint").hidden = false;
  byId("search").focus();
}

function endAsking() {
  asking = null;
  byId("hint").hidden = true;
}

function findWay(from, to) {
  endAsking();
  const way = shortestWay(from, to);
  if (!way) {
    byId("hint").textContent = `No way leads from ${short(nodes[from].name, 24)} to ${short(nodes[to].name, 24)}`;
    byId("hint").hidden = false;
    return;
  }
  remember();
  way.forEach((index) => opened.add(index));
  alone = false;
  Object.assign(state, { chosen: to, edge: null, way, spread: [] });
  refresh();
  openPanel();
  show(way);
  say(`${many(way.length - 1, "step")}: ${way.map((index) => nodes[index].name).join(", ")}`);
}

function toggleAlone() {
  alone = !alone;
  refresh();
  show(focus() || drawn);
}

// -------------------------------------------------------------------------------------------------------------
// showing

function refresh() {
  decide();
  updateNetwork();
  drawLegend();
  drawDetails();
  drawCounts();
  byId("back").disabled = !past.length;
  byId("forward").disabled = !future.length;
  if (state.tab === "list") drawList();
}

function drawCounts() {
  const shown = visNodes.length, left = nodes.length - shown;
  byId("counts").textContent = `${many(nodes.length, "thing")} · ${many(edges.length, "tie")} · ${many(statements.length, "fact")}`;
  const why = [off.size ? "kinds that are off" : "", everything ? "" : "what is tied to one thing only", alone ? "all but the neighbourhood" : "", everything && left && !off.size && !alone ? `the lightest beyond ${DATA.most}` : ""].filter(Boolean);
  byId("shown").textContent = left ? `${shown.toLocaleString("en")} of ${many(nodes.length, "thing")} shown; left out: ${why.join(", ")}. Search or double click opens them.` : `All ${many(nodes.length, "thing")} shown`;
}

function openTab(name, note = true) {
  if (note && state.tab !== name) remember();
  state.tab = name;
  for (const tab of TABS) {
    byId(`tab-${tab}`).setAttribute("aria-selected", String(tab === name));
    byId(`tab-${tab}`).tabIndex = tab === name ? 0 : -1;
    byId(`view-${tab}`).hidden = tab !== name;
  }
  if (name === "timeline") drawTimeline();
  if (name === "map") drawMap();
  if (name === "list") drawList();
  if (name === "network" && network) network.redraw();
  byId("back").disabled = !past.length;
}

function openPanel() {
  document.body.classList.remove("no-panel");
  byId("toggle-panel").setAttribute("aria-expanded", "true");
  byId("panel").scrollTop = byId("details").offsetTop - 6;
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  if (!network) return;
  readPaper();
  network.setOptions({ edges: { color: { color: paper.edge, inherit: false } } });
  network.redraw();
  redrawTab();
}

// What lies in a window of its own size.
function redrawTab() {
  if (state.tab === "timeline") drawLanes();
  if (state.tab === "map") drawSites();
}

// -------------------------------------------------------------------------------------------------------------
// search: a combobox with a list, as the ARIA practices describe it

let at = -1;

function suggest() {
  const list = byId("found"), found = search(byId("search").value);
  list.replaceChildren();
  found.forEach((node, k) => {
    const row = add(list, "li", { role: "option", id: `found-${k}`, "aria-selected": "false", "data-index": node.index });
    sign(row, node.kind);
    add(row, "span", { class: "name" }, node.name);
    add(row, "small", {}, DATA.kinds[node.kind].one);
    row.addEventListener("pointerdown", (event) => { event.preventDefault(); take(node.index); });
  });
  if (!found.length && byId("search").value.trim()) add(list, "li", {}, "Nothing has that name");
  list.hidden = !list.childElementCount;
  byId("search").setAttribute("aria-expanded", String(!list.hidden));
  mark(found.length ? 0 : -1);
}

function mark(k) {
  at = k;
  const rows = [...byId("found").querySelectorAll("[role=option]")];
  rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === k)));
  if (rows[k]) byId("search").setAttribute("aria-activedescendant", rows[k].id), rows[k].scrollIntoView({ block: "nearest" });
  else byId("search").removeAttribute("aria-activedescendant");
}

function closeFound() {
  byId("found").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
}

function take(index) {
  closeFound();
  byId("search").value = "";
  byId("search").blur();
  if (state.tab === "timeline" && asking === null && ofPerson(index).length) onTimeline(index);
  const mapped = state.tab === "map" && asking === null && isOnMap(index);
  choose(index, { move: state.tab === "network" });
  if (mapped) toMap(index, false);
}

byId("search").addEventListener("input", suggest);
byId("search").addEventListener("blur", closeFound);
byId("search").addEventListener("keydown", (event) => {
  const rows = byId("found").querySelectorAll("[role=option]");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (rows.length) mark((at + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length);
  } else if (event.key === "Enter" && rows[at]) take(Number(rows[at].dataset.index));
  else if (event.key === "Escape") byId("search").value = "", closeFound(), byId("search").blur(), endAsking();
  event.stopPropagation();
});

// -------------------------------------------------------------------------------------------------------------
// keys and buttons

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const NEARER = { network: zoom, timeline: (factor) => zoomTime(1 / factor), map: zoomMap, list: () => {} };
const WHOLE = {
  network: () => show(drawn), list: () => {},
  timeline: () => { span = null; measureTime(); drawLanes(); },
  map: () => { mapAt = null; chosenSite = null; drawSites(); },
};
const KEYS = {
  "/": () => byId("search").focus(),
  "?": () => byId("keys").showModal(),
  Escape: letGo,
  "+": () => NEARER[state.tab](1.4),
  "=": () => NEARER[state.tab](1.4),
  "-": () => NEARER[state.tab](1 / 1.4),
  0: () => byId("fit").click(),
};

addEventListener("keydown", (event) => {
  if (byId("keys").open || event.ctrlKey || event.metaKey || /^(INPUT|SELECT)$/.test(event.target.tagName)) return;
  if (event.altKey && event.key === "ArrowLeft") travel(past, future);
  else if (event.altKey && event.key === "ArrowRight") travel(future, past);
  else if (event.target.id === "stage" && ARROWS[event.key]) walk(...ARROWS[event.key]);
  else if (event.target.id === "stage" && event.key === "Enter" && state.chosen !== null) expand(state.chosen);
  else if (KEYS[event.key] && !event.altKey) KEYS[event.key]();
  else return;
  event.preventDefault();
});

for (const tab of TABS) {
  byId(`tab-${tab}`).addEventListener("click", () => openTab(tab));
  byId(`tab-${tab}`).addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: TABS.length - 1 }[event.key];
    if (!step) return;
    const next = TABS[(TABS.indexOf(tab) + step) % TABS.length];
    openTab(next);
    byId(`tab-${next}`).focus();
  });
}
byId("back").addEventListener("click", () => travel(past, future));
byId("forward").addEventListener("click", () => travel(future, past));
byId("fit").addEventListener("click", () => WHOLE[state.tab]());
byId("full").addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
byId("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
byId("help").addEventListener("click", () => byId("keys").showModal());
const PICTURE = { network: toSvg, list: toSvg, timeline: timelineToSvg, map: () => new XMLSerializer().serializeToString(byId("map-svg")) };
const picture = () => [PICTURE[state.tab](), state.tab === "list" ? "network" : state.tab];
byId("save-svg").addEventListener("click", () => {
  const [svg, name] = picture();
  download(`${name}.svg`, new Blob([svg], { type: "image/svg+xml" }));
});
byId("save-png").addEventListener("click", () => savePng(...picture()));
byId("toggle-panel").addEventListener("click", () => {
  const hidden = document.body.classList.toggle("no-panel");
  byId("toggle-panel").setAttribute("aria-expanded", String(!hidden));
  redrawTab();
});
addEventListener("resize", redrawTab);

const night = matchMedia("(prefers-color-scheme: dark)");
night.addEventListener("change", () => setTheme(night.matches ? "dark" : "light"));
setTheme(night.matches ? "dark" : "light");
// On a phone the picture comes first; the panel opens when something is chosen.
if (innerWidth <= 820) byId("toggle-panel").click();
byId("title").textContent = DATA.title;
decide();
drawNetwork();
refresh();
show(drawn, false);
byId("tab-map").hidden = !MAP;
if (TABS.includes(DATA.view)) openTab(DATA.view, false);

// For a script beside the page, such as a test: where a thing is on the screen, and what is drawn.
globalThis.drawing = {
  where(name) {
    const node = nodes.find((one) => one.name === name), box = byId("stage").getBoundingClientRect();
    const at = network.canvasToDOM({ x: node.x, y: node.y });
    return { x: box.left + at.x, y: box.top + at.y };
  },
  shown: () => visNodes.getIds().map((id) => nodes[id].name),
  scale: () => network.getScale(),
  lit: () => [...(focus() || [])].map((index) => nodes[index].name),
};
document.documentElement.dataset.ready = "yes";
