import { call } from "../api.js";
import { el, empty, panel } from "../dom.js";
import { bytes, count, metric, moment, percent } from "../format.js";
import { message } from "../message.js";
import { keep, table } from "../table.js";

const link = (id, format) => el("a", { href: `api/v1/models/${encodeURIComponent(id)}?format=${format}`, download: "" }, format);

export function modelsPage(store) {
  const result = message();
  const gone = new Set();
  const remove = id => el("button", {
    type: "button", class: "link danger", onclick: e => {
      if (confirm(`Remove the model of ${id}? The job's checkpoints stay.`)) {
        result.run(e.currentTarget, async () => {
          await call("DELETE", `models/${encodeURIComponent(id)}`);
          gone.add(id);
          result.tell(`Removed the model of ${id}.`);
          page.update();
        });
      }
    },
  }, "remove");
  const list = table([
    { name: "Job", value: j => j.job, cell: (j, old) => keep(old, j.job, () => el("a", { href: `#/job/${encodeURIComponent(j.job)}` }, j.job)) },
    { name: "Test", number: true, value: j => j.testAccuracy, cell: j => percent(j.testAccuracy) },
    { name: "Test loss", number: true, value: j => j.testLoss, cell: j => metric(j.testLoss) },
    { name: "Steps", number: true, value: j => j.steps, cell: j => count(j.steps) },
    { name: "Size", number: true, value: j => j.modelBytes, cell: j => bytes(j.modelBytes) },
    { name: "Submitted", number: true, value: j => Date.parse(j.submittedAt), cell: j => moment(j.submittedAt) },
    { name: "Weights", sort: false, cell: j => j.weightsHash?.slice(7, 19) ?? "" },
    { name: "Download", sort: false, cell: (j, old) => keep(old, j.job, () => el("span", {}, link(j.job, "safetensors"), " · ", link(j.job, "onnx"), " · ", link(j.job, "npz"))) },
    { name: "", label: "Action", sort: false, cell: (j, old) => keep(old, j.job, () => el("span", {}, remove(j.job))) },
  ], j => j.job, { sortBy: "Submitted", descending: true });
  const none = empty("There are no models yet. A job that completes leaves one.", el("a", { href: "#/jobs" }, "Go to jobs"));
  const page = {
    title: "Models",
    nodes: [el("div", { class: "head" }, el("h1", {}, "Models")), result, panel(null, list, none)],
    update() {
      const models = store.allJobs.filter(j => j.modelBytes && !gone.has(j.job));
      list.update(models);
      list.hidden = models.length === 0;
      none.hidden = models.length > 0;
    },
  };
  return page;
}
