// The network on its canvas: vis-network moves and draws the things; what is in the light and all labels are drawn here.
const shapes = {}, icons = {};
for (const [kind, look] of Object.entries(DATA.kinds)) (shapes[kind] = new Path2D(look.shape)), (icons[kind] = new Path2D(look.icon));

let network = null, visNodes = null, visEdges = null, paper = {};
const inPicture = (node) => ({ id: node.index, x: node.x, y: node.y, size: node.size, shape: "custom", ctxRenderer: renderer });
const asLine = (edge) => ({ id: edge.id, from: edge.a, to: edge.b });

function renderer({ ctx, id, x, y }) {
  const node = nodes[id];
  return { drawNode: () => paintNode(ctx, node, x, y), nodeDimensions: { width: node.size * 2, height: node.size * 2 } };
}

function paintNode(ctx, node, x, y, ring = false) {
  const look = DATA.kinds[node.kind], scale = network.getScale(), seen = node.size * scale;
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(node.size, node.size);
  ctx.fillStyle = look.fill;
  if (seen < 2.5) ctx.fillRect(-0.9, -0.9, 1.8, 1.8);
  else {
    ctx.fill(shapes[node.kind]);
    ctx.lineWidth = (ring ? 3.5 : 1.2) / seen;
    ctx.strokeStyle = ring ? paper.ink : paper.rim;
    ctx.stroke(shapes[node.kind]);
  }
  if (seen > 6.5) {
    ctx.translate(-0.55, -0.55);
    ctx.scale(0.0458, 0.0458);
    ctx.fillStyle = look.ink;
    ctx.fill(icons[node.kind]);
  }
  ctx.restore();
}

function drawNetwork() {
  visNodes = new vis.DataSet(nodes.filter(isShown).map(inPicture));
  visEdges = new vis.DataSet(edges.filter((edge) => drawn.has(edge.a) && drawn.has(edge.b)).map(asLine));
  readPaper();
  const calm = visEdges.length > 1500;
  network = new vis.Network(byId("stage"), { nodes: visNodes, edges: visEdges }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: true, keyboard: false, selectConnectedEdges: false, hideEdgesOnDrag: calm, hideEdgesOnZoom: calm, dragNodes: true },
    nodes: { chosen: false },
    edges: { smooth: false, width: 1.8, hoverWidth: 0, selectionWidth: 0, chosen: false, color: { color: paper.edge, inherit: false } },
  });
  network.on("afterDrawing", paintOver);
  network.on("click", (event) => {
    hideTip();
    if (event.nodes.length) picked(event.nodes[0]);
    else if (event.edges.length) chooseEdge(event.edges[0]);
    else letGo();
  });
  network.on("doubleClick", (event) => event.nodes.length && expand(event.nodes[0]));
  network.on("hoverNode", ({ node, event }) => tipOf(nodes[node], event));
  network.on("hoverEdge", ({ edge, event }) => tipOfEdge(edges[edge], event));
  for (const left of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(left, hideTip);
  network.on("dragEnd", (event) => {
    for (const id of event.nodes) Object.assign(nodes[id], network.getPosition(id));
  });
  new ResizeObserver(() => network.redraw()).observe(byId("stage"));
}

function tipOf(node, event) {
  const lines = [[DATA.kinds[node.kind].one, node.category, years(factsOf[node.index])].filter(Boolean).join(" · "), many(edgesOf[node.index].length, "tie")];
  showTip(event.clientX, event.clientY, node.name, lines);
}

function tipOfEdge(edge, event) {
  const fact = statements[edge.facts[0]], quote = fact && fact.quotes && fact.quotes[0];
  const title = `${nodes[edge.a].name} – ${edge.label} – ${nodes[edge.b].name}`;
  const lines = [years(edge.facts), edge.facts.length > 1 ? many(edge.facts.length, "fact") : ""].filter(Boolean);
  showTip(event.clientX, event.clientY, title, lines, quote && short(quote[3], 160));
}

const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

function readPaper() {
  paper = { bg: css("--bg"), ink: css("--ink"), soft: css("--soft"), edge: css("--edge"), hot: css("--hot") };
  paper.rim = document.documentElement.dataset.theme === "dark" ? "#0006" : "#fff";
}

// Only what comes or goes is told to vis-network; what stays keeps its place.
function updateNetwork() {
  const wanted = new Set(nodes.filter(isShown).map((node) => node.index));
  visNodes.remove(visNodes.getIds().filter((id) => !wanted.has(id)));
  visNodes.add([...wanted].filter((id) => !visNodes.get(id)).map((id) => inPicture(nodes[id])));
  const lines = new Set(edges.filter((edge) => wanted.has(edge.a) && wanted.has(edge.b)).map((edge) => edge.id));
  visEdges.remove(visEdges.getIds().filter((id) => !lines.has(id)));
  visEdges.add([...lines].filter((id) => !visEdges.get(id)).map((id) => asLine(edges[id])));
  network.redraw();
}

// -------------------------------------------------------------------------------------------------------------
// light and labels

function paintOver(ctx) {
  const scale = network.getScale(), at = network.getViewPosition(), stage = byId("stage");
  const w = stage.clientWidth / scale, h = stage.clientHeight / scale;
  const view = { left: at.x - w / 2, top: at.y - h / 2, right: at.x + w / 2, bottom: at.y + h / 2 };
  const light = focus();
  if (light) paintLight(ctx, light, scale, view);
  const inView = (node) => isShown(node) && node.x > view.left - 60 / scale && node.x < view.right + 60 / scale && node.y > view.top - 60 / scale && node.y < view.bottom + 60 / scale;
  const candidates = byWeight.filter((node) => (!light || light.has(node.index)) && inView(node));
  if (state.chosen !== null && light) candidates.sort((a, b) => (b.index === state.chosen) - (a.index === state.chosen));
  for (const label of placeLabels(candidates, light ? litEdges(light) : [], scale, Boolean(light), { view, covered: [noteBox(view, scale)] })) paintLabel(ctx, label, scale);
}

// A way lights only its own lines; a neighbourhood lights the lines of its middle and of what was opened.
function litEdges(light) {
  if (state.way) return edges.filter((edge) => state.way.some((index, step) => step && sameEnds(edge, index, state.way[step - 1])));
  if (state.edge !== null) return [edges[state.edge]];
  const middles = [state.chosen, ...state.spread];
  return [...new Set(middles.flatMap((index) => edgesOf[index]))].filter((edge) => light.has(edge.a) && light.has(edge.b));
}

const sameEnds = (edge, a, b) => (edge.a === a && edge.b === b) || (edge.a === b && edge.b === a);

function paintLight(ctx, light, scale, view) {
  ctx.save();
  ctx.globalAlpha = 0.86;
  ctx.fillStyle = paper.bg;
  ctx.fillRect(view.left, view.top, view.right - view.left, view.bottom - view.top);
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1.6 / scale;
  const lit = litEdges(light).filter((edge) => isShown(nodes[edge.a]) && isShown(nodes[edge.b]));
  ctx.strokeStyle = ctx.fillStyle = state.way || state.edge !== null ? paper.hot : paper.soft;
  for (const edge of lit) paintArrow(ctx, nodes[edge.a], nodes[edge.b], scale);
  for (const index of light) if (isShown(nodes[index])) paintNode(ctx, nodes[index], nodes[index].x, nodes[index].y, index === state.chosen);
  ctx.restore();
}

function paintArrow(ctx, from, to, scale) {
  const turn = Math.atan2(to.y - from.y, to.x - from.x), head = 8 / scale;
  const x = to.x - Math.cos(turn) * (to.size + 2 / scale), y = to.y - Math.sin(turn) * (to.size + 2 / scale);
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.lineTo(x, y);
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x, y);
  ctx.lineTo(x - head * Math.cos(turn - 0.4), y - head * Math.sin(turn - 0.4));
  ctx.lineTo(x - head * Math.cos(turn + 0.4), y - head * Math.sin(turn + 0.4));
  ctx.fill();
}

// The note in the corner lies on the canvas; nothing is written beneath it.
function noteBox(view, scale) {
  const stage = byId("stage").getBoundingClientRect(), note = byId("shown").getBoundingClientRect();
  const x = note.left - stage.left + view.left * scale, y = note.top - stage.top + view.top * scale;
  return { x1: x, x2: x + note.width, y1: y, y2: y + note.height };
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", sans-serif';
const ruler = document.createElement("canvas").getContext("2d"), widths = new Map();

function widthOf(text, size, bold) {
  const key = `${size}${bold ? "b" : ""} ${text}`;
  if (!widths.has(key)) {
    ruler.font = `${bold ? "600 " : ""}${size}px ${FONT}`;
    widths.set(key, ruler.measureText(text).width);
  }
  return widths.get(key);
}

// One or two lines of up to 24 characters; what is longer ends in an ellipsis.
function inLines(text) {
  if (text.length <= 24) return [text];
  const cut = text.lastIndexOf(" ", 24);
  const first = cut > 8 ? text.slice(0, cut) : text.slice(0, 24);
  return [first, short(text.slice(first.length).trim(), 24)];
}

// Labels of one size on the screen, the weightiest first; one that would cover another, or a large thing, is left out
// until there is room, that is, until the reader comes nearer.
function placeLabels(candidates, lines, scale, lit, { most = 260, view = null, covered = [] } = {}) {
  const taken = [...covered], placed = [];
  // A label that the rim of the window would cut is put on the other side, or left out.
  const whole = (box) => !view || (box.x1 >= view.left * scale && box.x2 <= view.right * scale && box.y1 >= view.top * scale && box.y2 <= view.bottom * scale);
  // The name of a page's owner may lie over small things: a picture of people without their names says nothing.
  const free = (box, bold) => whole(box) && taken.every((t) => (bold && t.small) || box.x1 > t.x2 || box.x2 < t.x1 || box.y1 > t.y2 || box.y2 < t.y1);
  for (const node of candidates.slice(0, 500)) {
    const r = node.size * scale * 0.8;
    if (r > 3) taken.push({ x1: node.x * scale - r, x2: node.x * scale + r, y1: node.y * scale - r, y2: node.y * scale + r, small: r < 9 && !node.pages });
  }
  for (const node of candidates.slice(0, 1500)) {
    if (placed.length >= most) break;
    // From afar only what ties things together is named; the rest when the reader comes nearer or chooses it.
    if (!node.pages && !lit && DATA.view !== "advising" && node.size * scale < (node.minor ? 9 : 4)) continue;
    const bold = Boolean(node.pages) || node.index === state.chosen, size = bold ? 13 : 12, rows = inLines(node.name);
    const w = Math.max(...rows.map((row) => widthOf(row, size, bold))) / 2 + 2, h = rows.length * size * 1.15 + 1;
    const x = node.x * scale, y = node.y * scale, r = node.size * scale;
    // Below, above, to the right, to the left; the chosen thing is named in any case.
    const spots = [[x, y + r + 2], [x, y - r - h - 1], [x + r + w + 2, y - h / 2], [x - r - w - 2, y - h / 2]];
    const boxes = spots.map(([cx, top]) => ({ x1: cx - w, x2: cx + w, y1: top, y2: top + h, cx, top }));
    const box = boxes.find((one) => free(one, false)) || boxes.find((one) => free(one, bold)) || (node.index === state.chosen && boxes[0]);
    if (!box) continue;
    taken.push(box);
    placed.push({ x: box.cx / scale, y: box.top / scale, rows, size, bold });
  }
  for (const edge of lines.length <= 60 ? lines : []) {
    const a = nodes[edge.a], b = nodes[edge.b], when = years(edge.facts);
    const rows = [short(edge.label, 30), when].filter(Boolean), size = 11;
    const w = Math.max(...rows.map((row) => widthOf(row, size, false))) / 2 + 2, x = ((a.x + b.x) / 2) * scale, y = ((a.y + b.y) / 2) * scale;
    const box = { x1: x - w, x2: x + w, y1: y - rows.length * 6.5, y2: y + rows.length * 6.5 };
    if (!isShown(a) || !isShown(b) || !free(box)) continue;
    taken.push(box);
    placed.push({ x: x / scale, y: box.y1 / scale, rows, size, bold: false, soft: true });
  }
  return placed;
}

function paintLabel(ctx, label, scale) {
  ctx.font = `${label.bold ? "600 " : ""}${label.size / scale}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5 / scale;
  ctx.strokeStyle = paper.bg;
  ctx.fillStyle = label.soft ? paper.soft : paper.ink;
  label.rows.forEach((row, k) => {
    const y = label.y + (k * label.size * 1.15) / scale;
    ctx.strokeText(row, label.x, y);
    ctx.fillText(row, label.x, y);
  });
}

// -------------------------------------------------------------------------------------------------------------
// moving about

function show(indexes, animate = true) {
  const ids = [...indexes].filter((index) => isShown(nodes[index]));
  if (!ids.length) return;
  const still = !animate || matchMedia("(prefers-reduced-motion: reduce)").matches, stage = byId("stage");
  const box = boxOf(ids.map((index) => nodes[index]));
  // Room for the labels at the rim, which vis-network's own fit does not know of.
  const wide = stage.clientWidth - (stage.clientWidth > 600 ? 190 : 110), high = stage.clientHeight - 110;
  network.moveTo({
    position: { x: box.left + box.width / 2, y: box.top + box.height / 2 },
    scale: Math.max(0.01, Math.min(1.8, wide / Math.max(box.width, 1), high / Math.max(box.height, 1))),
    animation: still ? false : { duration: 450, easingFunction: "easeInOutQuad" },
  });
}

function boxOf(some) {
  const xs = some.map((node) => node.x), ys = some.map((node) => node.y), left = least(xs), top = least(ys);
  return { left, top, width: -least(xs.map((x) => -x)) - left, height: -least(ys.map((y) => -y)) - top };
}

function zoom(factor) {
  network.moveTo({ scale: network.getScale() * factor });
}

// From the chosen thing to the next one within a quarter turn of the way that the key points.
function walk(dx, dy) {
  const shown = nodes.filter(isShown);
  if (!shown.length) return;
  if (state.chosen === null) return choose(byWeight.find(isShown).index, { move: true });
  const from = nodes[state.chosen], light = focus();
  let best = null, least = Infinity;
  for (const node of shown) {
    const x = node.x - from.x, y = node.y - from.y, along = x * dx + y * dy, across = Math.abs(x * dy - y * dx);
    // Those tied to the chosen thing count as much nearer.
    const cost = (along + across * 1.5) * (light && light.has(node.index) ? 0.4 : 1);
    if (node !== from && along > 0 && across <= along && cost < least) (best = node), (least = cost);
  }
  if (best) choose(best.index, { move: true });
}

// -------------------------------------------------------------------------------------------------------------
// pictures to take away

const xml = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "").replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

function toSvg() {
  const shown = byWeight.filter(isShown), light = focus();
  const box = boxOf(shown), rim = 90, left = box.left - rim, top = box.top - rim, w = box.width + 2 * rim, h = box.height + 2 * rim;
  const scale = Math.min(1.2, 3200 / Math.max(w, h)), n = (x) => x.toFixed(1);
  const parts = [`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${n(left)} ${n(top)} ${n(w)} ${n(h)}" width="${n(w * scale)}" height="${n(h * scale)}">`,
    `<title>${xml(DATA.title)}</title><rect x="${n(left)}" y="${n(top)}" width="${n(w)}" height="${n(h)}" fill="${paper.bg}"/>`];
  const dim = (lit) => (!light || lit ? "" : ' opacity="0.12"'), lit = new Set(light ? litEdges(light) : []);
  for (const edge of edges) {
    const a = nodes[edge.a], b = nodes[edge.b];
    if (isShown(a) && isShown(b)) parts.push(`<path d="M${n(a.x)} ${n(a.y)}L${n(b.x)} ${n(b.y)}" stroke="${paper.edge}" stroke-width="${n(1.3 / scale)}"${dim(lit.has(edge))}/>`);
  }
  for (const node of [...shown].reverse()) {
    const look = DATA.kinds[node.kind];
    parts.push(`<g transform="translate(${n(node.x)} ${n(node.y)}) scale(${node.size})"${dim(light && light.has(node.index))}><path d="${look.shape}" fill="${look.fill}"/><path d="${look.icon}" fill="${look.ink}" transform="translate(-.55 -.55) scale(.0458)"/></g>`);
  }
  for (const label of placeLabels(light ? shown.filter((node) => light.has(node.index)) : shown, [...lit], scale, Boolean(light), { most: 2000 })) {
    label.rows.forEach((row, k) => {
      const y = label.y + (label.size * (0.95 + 1.15 * k)) / scale;
      parts.push(`<text x="${n(label.x)}" y="${n(y)}" text-anchor="middle" font-family="${xml(FONT)}" font-size="${n(label.size / scale)}" ${label.bold ? 'font-weight="600" ' : ""}fill="${label.soft ? paper.soft : paper.ink}" stroke="${paper.bg}" stroke-width="${n(3 / scale)}" paint-order="stroke">${xml(row)}</text>`);
    });
  }
  return parts.join("\n") + "\n</svg>\n";
}

const least = (numbers) => numbers.reduce((a, b) => Math.min(a, b), Infinity);

function savePng(svg, name) {
  const image = new Image(), source = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  image.addEventListener("load", () => {
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d").drawImage(image, 0, 0);
    URL.revokeObjectURL(source);
    canvas.toBlob((blob) => download(`${name}.png`, blob), "image/png");
  });
  image.src = source;
}
