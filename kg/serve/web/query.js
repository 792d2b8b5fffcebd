"use strict";
// YASGUI on this service's endpoint, and the named questions, each of which opens in a tab of its own.
(() => {
  const given = JSON.parse(document.getElementById("data").textContent);
  const Yasgui = globalThis.Yasgui.default || globalThis.Yasgui;
  const endpoint = new URL(given.endpoint, location.href).href;
  // The other completers ask services elsewhere. Options are merged into the defaults, so these must be changed.
  Yasgui.Yasqe.defaults.autocompleters = ["variables"];
  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint }] },
    persistenceId: "kg",
    yasqe: {
      value: "SELECT ?name WHERE {\n  ?person a schema:Person ; schema:name ?name .\n}\nORDER BY ?name\nLIMIT 100",
    },
    yasr: { prefixes: given.prefixes },
  });
  const list = document.getElementById("examples");
  for (const example of given.examples) {
    const option = document.createElement("option");
    option.value = example.name;
    option.textContent = `${example.asks} (${example.name})`;
    list.append(option);
  }
  list.addEventListener("change", () => {
    const example = given.examples.find((one) => one.name === list.value);
    if (!example) return;
    const tab = yasgui.addTab(true, { name: example.name, requestConfig: { endpoint, method: "POST" } });
    tab.setQuery(example.text);
    list.value = "";
  });
  globalThis.kg = { yasgui };
  document.documentElement.dataset.ready = "yes";
})();
