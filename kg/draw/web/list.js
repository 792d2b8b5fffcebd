// The same things as a table: for a screen reader, for the keyboard, and for those who like lists.
const COLUMNS = [
  ["Name", (node) => node.name, (a, b) => a.name.localeCompare(b.name, "en")],
  ["Kind", (node) => DATA.kinds[node.kind].one, (a, b) => a.kind.localeCompare(b.kind)],
  ["Ties", (node) => String(edgesOf[node.index].length), (a, b) => edgesOf[b.index].length - edgesOf[a.index].length],
  ["Years", (node) => years(factsOf[node.index]), (a, b) => years(factsOf[a.index]).localeCompare(years(factsOf[b.index]))],
];
let sortedBy = 2;

function drawList() {
  const view = byId("view-list");
  view.replaceChildren();
  const table = add(view, "table");
  const head = add(add(table, "thead"), "tr");
  COLUMNS.forEach(([title], column) => {
    const cell = add(head, "th", { scope: "col", "aria-sort": column === sortedBy ? "ascending" : "none" });
    add(cell, "button", { click: () => ((sortedBy = column), drawList()) }, title + (column === sortedBy ? " ↓" : ""));
  });
  const body = add(table, "tbody");
  const rows = nodes.filter(isShown).sort((a, b) => COLUMNS[sortedBy][2](a, b) || a.index - b.index);
  const place = add(view, "div", { class: "bar" });
  const portion = (from) => {
    place.replaceChildren();
    for (const node of rows.slice(from, from + 300)) {
      const row = add(body, "tr");
      COLUMNS.forEach(([, text], column) => {
        const cell = add(row, "td");
        if (column) cell.append(text(node));
        else sign(cell, node.kind), add(cell, "button", { click: () => choose(node.index) }, text(node));
      });
    }
    const left = rows.length - from - 300;
    if (left > 0) add(place, "button", { click: () => portion(from + 300) }, `${left} more`);
  };
  portion(0);
}
