// The data as a graph: who is beside whom, which facts are about what, and what is to be seen at the moment.
const nodes = DATA.nodes, edges = DATA.edges, statements = DATA.statements;
const edgesOf = nodes.map(() => []), factsOf = nodes.map(() => new Set()), thingsOf = statements.map(() => new Set());
edges.forEach((edge, index) => {
  edge.id = index;
  edge.a = Number(edge.from);
  edge.b = Number(edge.to);
  for (const end of new Set([edge.a, edge.b])) {
    edgesOf[end].push(edge);
    for (const fact of edge.facts) factsOf[end].add(fact), thingsOf[fact].add(end);
  }
});
statements.forEach((fact, index) => {
  fact.index = index;
  if (fact.person !== null) factsOf[fact.person].add(index), thingsOf[index].add(Number(fact.person));
});
nodes.forEach((node, index) => {
  node.index = index;
  node.weight = edgesOf[index].length + (node.pages ? 1000 : 0);
  node.folded = fold([node.name, ...(node.aliases || [])].join(" \n "));
  node.minor = edgesOf[index].length === 1 && !node.pages;
});
const byWeight = [...nodes].sort((a, b) => b.weight - a.weight || a.index - b.index);

const other = (edge, index) => (edge.a === index ? edge.b : edge.a);
const around = (index) => [...new Set(edgesOf[index].map((edge) => other(edge, index)))];

// The chosen thing and all that is remembered by back and forward.
const state = { chosen: null, edge: null, way: null, spread: [], tab: "network" };
const off = new Set(), opened = new Set();
let everything = nodes.length <= 1500, alone = false;

function isShown(node) {
  if (off.has(node.kind)) return false;
  return drawn.has(node.index);
}

// What may be drawn: the heaviest up to the limit, and whatever was opened by hand.
let drawn = new Set();
function decide() {
  const wanted = byWeight.filter((node) => !off.has(node.kind) && (everything || !node.minor));
  drawn = new Set(wanted.slice(0, DATA.most).map((node) => node.index));
  for (const index of opened) drawn.add(index);
  if (alone && focus()) drawn = new Set([...focus()].filter((index) => !off.has(nodes[index].kind)));
}

// The things in the light: a way, the ends of a line, or a thing with those around it and around what was opened.
function focus() {
  if (state.way) return new Set(state.way);
  if (state.edge !== null) return new Set([edges[state.edge].a, edges[state.edge].b]);
  if (state.chosen === null) return null;
  const seen = new Set([state.chosen, ...around(state.chosen)]);
  for (const index of state.spread) for (const next of around(index)) seen.add(next), seen.add(index);
  return seen;
}

// Breadth first. Among ways of one length, the one through the lighter things says more than that through a hub.
function shortestWay(from, to) {
  const before = new Map([[from, null]]);
  let rim = [from];
  while (rim.length && !before.has(to)) {
    const next = [];
    for (const index of rim.sort((a, b) => nodes[a].weight - nodes[b].weight || a - b)) {
      for (const beside of around(index)) {
        if (!before.has(beside) && !off.has(nodes[beside].kind)) before.set(beside, index), next.push(beside);
      }
    }
    rim = next;
  }
  if (!before.has(to)) return null;
  const way = [];
  for (let index = to; index !== null; index = before.get(index)) way.unshift(index);
  return way;
}

function search(text, most = 12) {
  const wanted = fold(text.trim());
  if (!wanted) return [];
  const found = [];
  for (const node of byWeight) {
    const at = node.folded.indexOf(wanted);
    if (at < 0) continue;
    // Whole words first: who asks for "fermi" means Enrico Fermi, and not the FERMIAC.
    const begins = at === 0 || /[^\p{L}\p{N}]/u.test(node.folded[at - 1]);
    const ends = !/[\p{L}\p{N}]/u.test(node.folded[at + wanted.length] || "");
    found.push([node.folded.split(" \n ").includes(wanted) ? -1 : begins && ends ? 0 : at === 0 ? 1 : begins ? 2 : 3, node]);
  }
  return found.sort((a, b) => a[0] - b[0]).slice(0, most).map((pair) => pair[1]);
}

// A fact's label ends in its dates, if it has any: "Research Intern, Acme Labs (2020–2021)".
function words(fact) {
  const parts = fact.dates ? /^(.*) \(([^()]*)\)$/s.exec(fact.label) : null;
  return parts ? { text: parts[1], when: parts[2] } : { text: fact.label, when: fact.dates || "" };
}

function years(indexes) {
  const all = [...indexes].flatMap((index) => statements[index].when || []);
  const known = all.flatMap((when) => [when.start && when.start[0], when.end && when.end[1] - 0.01]).filter(Boolean);
  if (!known.length) return "";
  const first = Math.floor(Math.min(...known)), last = Math.floor(Math.max(...known));
  return all.some((when) => when.open) ? `${first}–now` : first === last ? `${first}` : `${first}–${last}`;
}
