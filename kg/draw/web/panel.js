// The side panel: the legend that filters, and what is known of the chosen thing, with the words behind each fact.
function drawLegend() {
  const box = byId("kinds");
  box.replaceChildren();
  for (const [kind, look] of Object.entries(DATA.kinds)) {
    const count = nodes.filter((node) => node.kind === kind).length;
    if (!count) continue;
    const row = add(box, "div", { class: "kind" });
    const label = add(row, "label", { title: `Show or hide ${look.many.toLowerCase()}` });
    const input = add(label, "input", { type: "checkbox", "data-kind": kind });
    input.checked = !off.has(kind);
    input.addEventListener("change", () => {
      input.checked ? off.delete(kind) : off.add(kind);
      refresh();
      say(`${look.many} ${input.checked ? "shown" : "hidden"}`);
    });
    sign(label, kind);
    add(label, "span", {}, look.many);
    add(row, "small", {}, String(count));
  }
  const minor = nodes.filter((node) => node.minor).length;
  if (minor) {
    const row = add(box, "div", { class: "kind wide" });
    const label = add(row, "label", { title: "A paper or a course that only one person is tied to" });
    const input = add(label, "input", { type: "checkbox", id: "minor" });
    input.checked = everything;
    input.addEventListener("change", () => {
      everything = input.checked;
      refresh();
    });
    add(label, "span", {}, "What is tied to one thing only");
    add(row, "small", {}, String(minor));
  }
}

function drawDetails() {
  const box = byId("details");
  box.replaceChildren();
  if (state.way) drawWay(box, state.way);
  else if (state.edge !== null) drawEdge(box, edges[state.edge]);
  else if (state.chosen !== null) drawNode(box, nodes[state.chosen]);
  else drawOverview(box);
  byId("panel").scrollTop = state.chosen === null && state.edge === null && !state.way ? 0 : byId("details").offsetTop - 6;
}

function drawOverview(box) {
  add(box, "p", { class: "note" }, "Choose a thing to see its facts and the sentences that state them; double click opens its neighbours.");
  const people = byWeight.filter((node) => node.pages);
  const shown = people.length ? people : byWeight.slice(0, 20);
  add(box, "h3", { class: "head" }, people.length ? "Profiles" : "Most connected");
  const chips = add(box, "div", { class: "chips" });
  listed(chips, shown.sort((a, b) => a.name.localeCompare(b.name, "en")), 60, (node) => chip(chips, node.index));
  if (DATA.leftOut.length) {
    add(box, "h3", { class: "head" }, "Left out");
    for (const line of DATA.leftOut) add(box, "p", { class: "note" }, line);
  }
}

// Long lists come in portions, so that a hub with thousands of facts does not stop the page.
function listed(parent, items, portion, draw) {
  items.slice(0, portion).forEach(draw);
  if (items.length > portion) {
    const more = add(parent, "button", { class: "more" }, `${items.length - portion} more`);
    more.addEventListener("click", () => {
      more.remove();
      listed(parent, items.slice(portion), portion * 4, draw);
    });
  }
}

function chip(parent, index, before = "") {
  const button = add(parent, "button", { class: "chip", click: () => choose(index, { move: true }) });
  sign(button, nodes[index].kind);
  add(button, "span", {}, before + nodes[index].name);
  return button;
}

function drawNode(box, node) {
  const what = add(box, "div", { class: "what" });
  sign(what, node.kind);
  const category = node.category && fold(node.category) !== fold(DATA.kinds[node.kind].one) ? ` · ${node.category}` : "";
  add(what, "span", {}, DATA.kinds[node.kind].one + category);
  add(box, "h2", { id: "chosen" }, node.name);
  if (node.aliases) add(box, "p", { class: "aliases" }, `also ${node.aliases.join(" · ")}`);
  if (node.links) drawLinks(box, node.links);
  const acts = add(box, "div", { class: "acts" });
  add(acts, "button", { click: () => expand(node.index) }, "Open neighbours");
  add(acts, "button", { click: () => askWay(node.index), id: "ask-way" }, "Way to…");
  add(acts, "button", { click: toggleAlone, "aria-pressed": String(alone) }, alone ? "Show the others" : "Only this");
  if (hasTime(node.index)) add(acts, "button", { click: () => onTimeline(node.index) }, "Timeline");
  if (isOnMap(node.index)) add(acts, "button", { click: () => toMap(node.index) }, "Map");
  drawFacts(box, [...factsOf[node.index]], node.index);
  const bare = edgesOf[node.index].filter((edge) => !edge.facts.length);
  if (bare.length) {
    add(box, "h3", { class: "head" }, "Belongs together");
    const chips = add(box, "div", { class: "chips" });
    listed(chips, bare, 30, (edge) =>
      chip(chips, other(edge, node.index), edge.a === node.index ? `${edge.label} ` : ""));
  }
}

function drawLinks(box, links) {
  const list = add(box, "ul", { class: "links" });
  for (const [text, address] of links) {
    const href = safeAddress(address);
    const item = add(list, "li");
    if (href) add(item, "a", { href, target: "_blank", rel: "noopener noreferrer", title: href }, text);
    else add(item, "span", {}, `${text}: ${address}`);
  }
}

function drawEdge(box, edge) {
  add(box, "h2", { id: "chosen" }, edge.label);
  const chips = add(box, "div", { class: "chips" });
  chip(chips, edge.a);
  chip(chips, edge.b);
  drawFacts(box, edge.facts, null, true);
}

function drawWay(box, way) {
  add(box, "h2", { id: "chosen" }, `${many(way.length - 1, "step")} from ${nodes[way[0]].name} to ${nodes[way.at(-1)].name}`);
  const list = add(box, "ol", { class: "way" });
  way.forEach((index, step) => {
    chip(list, index);
    if (step + 1 === way.length) return;
    for (const edge of edgesOf[index].filter((edge) => other(edge, index) === way[step + 1])) {
      const item = add(list, "li", {}, edge.a === index ? `${edge.label} ↓` : `↑ ${edge.label}`);
      for (const fact of edge.facts.slice(0, 3)) drawFact(item, statements[fact]);
    }
  });
}

function drawFacts(box, indexes, about, open = false) {
  const kinds = Object.keys(DATA.factKinds);
  for (const kind of kinds) {
    const facts = indexes.map((index) => statements[index]).filter((fact) => fact.kind === kind).sort(later);
    if (!facts.length) continue;
    const head = add(box, "h3", { class: "head" }, DATA.factKinds[kind] + " ");
    add(head, "span", { class: "count" }, String(facts.length));
    const list = add(box, "div", { "data-facts": kind });
    listed(list, facts, 25, (fact) => drawFact(list, fact, about, open));
  }
}

const moment = (fact) => Math.max(-1, ...(fact.when || []).map((when) => (when.open ? 9999 : (when.end || when.start || [0])[0])));
const later = (a, b) => moment(b) - moment(a) || a.label.localeCompare(b.label, "en");

function drawFact(parent, fact, about = null, open = false) {
  const said = words(fact);
  const details = add(parent, "details", { class: "fact", "data-fact": fact.index });
  const summary = add(details, "summary");
  const line = add(summary, "span", {}, said.text);
  // On the page of an organization, it is the person who makes the difference.
  if (about !== null && fact.person !== null && Number(fact.person) !== about) line.prepend(`${nodes[fact.person].name}: `);
  if (said.when) add(summary, "span", { class: "when", title: fact.dates || "" }, said.when);
  const fill = () => {
    if (details.childElementCount > 1) return;
    const things = [...thingsOf[fact.index]].filter((index) => index !== about);
    if (things.length) {
      const chips = add(details, "div", { class: "chips" });
      listed(chips, things, 20, (index) => chip(chips, index));
    }
    for (const quote of fact.quotes || []) drawQuote(details, quote, fact);
    if (!fact.quotes) add(details, "p", { class: "note" }, "The graph was built without evidence.");
  };
  details.addEventListener("toggle", fill);
  if (open) details.open = true, fill();
}

function drawQuote(parent, [file, line, prefix, exact, suffix, heading, rule], fact) {
  const figure = add(parent, "figure");
  const quote = add(figure, "blockquote");
  quote.append(prefix ? `…${prefix}` : "");
  add(quote, "mark", {}, exact);
  quote.append(suffix ? `${suffix}…` : "");
  const caption = add(figure, "figcaption");
  add(caption, "code", {}, line ? `${DATA.files[file]}:${line}` : DATA.files[file]);
  if (heading) caption.append(` · under “${heading}”`);
  if (rule) caption.append(` · ${rule}`);
  if (fact.confidence !== undefined) caption.append(` · ${Math.round(fact.confidence * 100)} % sure`);
}
