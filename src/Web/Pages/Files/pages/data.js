import { call } from "../api.js";
import { el, empty, panel } from "../dom.js";
import { bytes, moment, percent } from "../format.js";
import { message } from "../message.js";
import { Sha256 } from "../sha256.js";
import { keep, table } from "../table.js";

const piece = 4 << 20;

export function dataPage() {
  const result = message();
  const view = el("div");
  const file = el("input", { type: "file", "aria-label": "File to upload", onchange: () => result.run(file, () => send(file.files[0])) });
  let sets = [];

  const list = table([
    { name: "Name", value: s => s.name, cell: (s, old) => keep(old, s.sha256, () => el("button", { type: "button", class: "link", onclick: e => result.run(e.currentTarget, () => show(s)) }, s.name)) },
    { name: "Size", number: true, value: s => s.bytes, cell: s => bytes(s.bytes) },
    { name: "Uploaded", number: true, value: s => Date.parse(s.uploadedAt), cell: s => moment(s.uploadedAt) },
    { name: "SHA-256", sort: false, cell: s => s.sha256.slice(0, 12) },
    { name: "Jobs", sort: false, wrap: true, cell: (s, old) => keep(old, s.jobs.join(), () => el("span", {}, ...s.jobs.flatMap((id, i) => [i > 0 ? ", " : "", el("a", { href: `#/job/${encodeURIComponent(id)}` }, id)]))) },
    { name: "", label: "Action", sort: false, cell: (s, old) => keep(old, s.sha256, () => el("button", { type: "button", class: "link danger", onclick: e => remove(e.currentTarget, s) }, "remove")) },
  ], s => s.sha256, { sortBy: "Uploaded", descending: true });
  const none = empty("There are no data sets. Upload a table or an array here; granary submit uploads what the silos cannot read by themselves.");
  const box = panel(null, list, none);

  async function refresh() {
    sets = await call("GET", "data-sets");
    page.update();
  }

  async function send(chosen) {
    if (!chosen) {
      return;
    }

    const hash = new Sha256();
    for (let at = 0; at < chosen.size; at += piece) {
      hash.update(new Uint8Array(await chosen.slice(at, at + piece).arrayBuffer()));
      result.tell(`Reading ${chosen.name}: ${percent(at / chosen.size)}`);
    }

    const query = `uploads/${hash.hex()}?name=${encodeURIComponent(chosen.name)}&bytes=${chosen.size}`;
    let have = await call("GET", query);
    while (!have.isWhole) {
      result.tell(`Uploading ${chosen.name}: ${percent(have.bytes / chosen.size)}`);
      have = await call("PUT", `${query}&offset=${have.bytes}`, chosen.slice(have.bytes, have.bytes + piece));
    }

    result.tell(`Uploaded ${have.name}. A job file names it as "train": "${have.name}".`);
    await refresh();
  }

  async function show(set) {
    const facts = await call("GET", `data-sets/${set.sha256}`);
    const columns = table([
      { name: "Column", sort: false, cell: c => c.name },
      { name: "Type", sort: false, cell: c => c.type },
      ...facts.firstRows.map((row, r) => ({ name: `Row ${r + 1}`, number: true, sort: false, cell: c => row[c.index] ?? "" })),
    ], c => c.index);
    columns.update(facts.columns.map((c, index) => ({ ...c, index })));
    view.replaceChildren(panel(`${facts.name}: ${facts.format}${facts.columns.length ? `, ${facts.columns.length} columns` : ""}`, columns));
    view.scrollIntoView({ block: "nearest" });
  }

  function remove(button, set) {
    if (confirm(`Remove ${set.name}?`)) {
      result.run(button, async () => {
        await call("DELETE", `data-sets/${set.sha256}`);
        result.tell(`Removed ${set.name}.`);
        view.replaceChildren();
        await refresh();
      });
    }
  }

  const page = {
    title: "Data sets",
    nodes: [el("div", { class: "head" }, el("h1", {}, "Data sets"), el("span", { class: "space" }), el("label", {}, "Upload ", file)), result, box, view],
    update() {
      list.update(sets);
      list.hidden = sets.length === 0;
      none.hidden = sets.length > 0;
    },
  };
  refresh().catch(error => result.fail(error));
  return page;
}
