import { el, panel } from "../dom.js";
import { siloTable } from "../silotable.js";

export function silosPage(store) {
  const silos = siloTable(false);
  return {
    title: "Silos",
    nodes: [
      el("div", { class: "head" }, el("h1", {}, "Silos")),
      panel(null, silos),
      el("p", { class: "note" }, "Another silo joins when ", el("code", {}, "granary-silo"), " is started with the same data directory or cluster address."),
    ],
    update: () => silos.update(store.silos ?? []),
  };
}
