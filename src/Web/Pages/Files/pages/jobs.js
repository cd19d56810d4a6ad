import { call } from "../api.js";
import { el, empty, panel } from "../dom.js";
import { jobColumns } from "../jobtable.js";
import { message } from "../message.js";
import { table } from "../table.js";

const states = ["all states", "running", "queued", "preparing", "recovering", "paused", "quarantined", "completed", "failed", "cancelled"];

export function jobsPage(store, rest, redraw) {
  const chosen = new Set();
  const filter = el("input", { type: "search", placeholder: "Filter by name", "aria-label": "Filter by name", oninput: redraw });
  const choice = el("select", { "aria-label": "State", onchange: redraw }, ...states.map(s => el("option", { value: s }, s)));
  const compare = el("button", { type: "button", onclick: () => location.hash = `#/compare/${encodeURIComponent([...chosen].join(","))}` });
  const box = {
    name: "",
    label: "Selected",
    sort: false,
    cell: (job, old) => old instanceof Element ? old : el("input", {
      type: "checkbox", "aria-label": `Select ${job.job}`, checked: chosen.has(job.job), onchange: e => {
        chosen[e.target.checked ? "add" : "delete"](job.job);
        redraw();
      },
    }),
  };
  const list = table(
    [box, ...jobColumns(["Job", "State", "Done", "Loss", "Test loss", "Train", "Test", "Steps/s", "Time", "Submitted"])],
    j => j.job,
    { sortBy: "Submitted", descending: true });
  const none = empty("There are no jobs yet. Submit a job file here, or from a terminal:", el("pre", {}, "granary submit JOB.json --follow"));
  const noMatch = empty("No job matches the filter.");
  const dialog = submitDialog();
  return {
    title: "Jobs",
    nodes: [
      el("div", { class: "head" },
        el("h1", {}, "Jobs"), el("span", { class: "space" }), filter, choice, compare,
        el("button", { type: "button", class: "main", onclick: () => dialog.showModal() }, "Submit a job")),
      panel(null, list, none, noMatch),
      dialog,
    ],
    update() {
      const text = filter.value.trim().toLowerCase();
      const jobs = store.allJobs.filter(j => j.job.toLowerCase().includes(text) && (choice.value === states[0] || j.state === choice.value));
      list.update(jobs);
      list.hidden = jobs.length === 0;
      none.hidden = store.jobs.size > 0;
      noMatch.hidden = store.jobs.size === 0 || jobs.length > 0;
      compare.textContent = chosen.size > 0 ? `Compare ${chosen.size}` : "Compare";
      compare.disabled = chosen.size < 2;
    },
  };
}

function submitDialog() {
  const result = message();
  const text = el("textarea", { "aria-label": "Job file", spellcheck: false, placeholder: "The text of a job file" });
  const file = el("input", { type: "file", accept: ".json", "aria-label": "Choose a job file", onchange: async () => text.value = await file.files[0].text() });
  const send = el("button", { type: "submit", class: "main" }, "Submit");
  const dialog = el("dialog", { "aria-label": "Submit a job" });
  dialog.append(el("form", {
    onsubmit: e => {
      e.preventDefault();
      result.clear();
      result.run(send, async () => {
        const job = await call("POST", "jobs", text.value);
        dialog.close();
        location.hash = `#/job/${encodeURIComponent(job.job)}`;
      });
    },
  },
  el("h1", {}, "Submit a job"),
  el("p", { class: "note" }, "A path in the job file is the name of a data set that was uploaded, or the absolute path of a file that the silos can read."),
  file, text, result,
  el("div", { class: "actions" }, send, el("button", { type: "button", onclick: () => dialog.close() }, "Close"))));
  return dialog;
}
