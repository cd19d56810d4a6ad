import { chart } from "../chart.js";
import { el, empty, panel } from "../dom.js";
import { clock, metric, percent, rate } from "../format.js";
import { table } from "../table.js";

const most = 8;

export function comparePage(store, rest, redraw) {
  const ids = rest.split(",").filter(Boolean).slice(0, most);
  const loss = chart(metric);
  const values = el("div");
  const picks = el("div", { class: "picks" });
  const hint = empty("Choose two jobs or more. Their curves are drawn over each other, and the values that differ are listed.");
  const chartBox = panel("Loss a row", loss);
  const valueBox = panel("Results, and values that differ", values);
  let picked = "";
  let written = "";

  function pick(e) {
    const next = e.target.checked ? [...ids, e.target.value] : ids.filter(id => id !== e.target.value);
    location.hash = `#/compare/${encodeURIComponent(next.join(","))}`;
  }

  function drawPicks() {
    const names = store.allJobs.map(j => j.job).reverse();
    if (names.join() !== picked) {
      picked = names.join();
      picks.replaceChildren(...names.map(id => el("label", {}, el("input", {
        type: "checkbox", value: id, checked: ids.includes(id), disabled: ids.length >= most && !ids.includes(id), onchange: pick,
      }), id)));
    }
  }

  return {
    title: "Compare",
    shown: ids,
    nodes: [
      el("div", { class: "head" }, el("h1", {}, "Compare")),
      panel(`Jobs, ${most} at most`, picks), hint, chartBox, valueBox,
    ],
    update() {
      drawPicks();
      const jobs = ids.map(id => store.details.get(id)).filter(Boolean);
      hint.hidden = ids.length > 1;
      chartBox.hidden = valueBox.hidden = jobs.length === 0;
      loss.update(jobs.map(job => ({ name: job.job, points: job.history.filter(p => p[1] !== null) })));
      const rows = [...results(jobs), ...differences(jobs)];
      const sign = JSON.stringify(rows);
      if (sign !== written && jobs.length > 0) {
        written = sign;
        const list = table([
          { name: "", label: "Value", sort: false, cell: r => r.name },
          ...jobs.map((job, i) => ({ name: job.job, sort: false, number: true, cell: r => r.values[i] })),
        ], r => r.name);
        list.update(rows);
        values.replaceChildren(list);
      }
    },
    end: () => loss.end(),
  };
}

const results = jobs => [
  ["State", j => j.state],
  ["Train loss", j => metric(j.trainLoss)],
  ["Train accuracy", j => percent(j.trainAccuracy)],
  ["Test loss", j => metric(j.testLoss)],
  ["Test accuracy", j => percent(j.testAccuracy)],
  ["Steps/s", j => rate(j.stepsPerSecond)],
  ["Time", j => clock(j.elapsedSeconds)],
].map(([name, value]) => ({ name, values: jobs.map(value) }));

function differences(jobs) {
  const specs = jobs.map(job => flatten(job.spec));
  const keys = [...new Set(specs.flatMap(s => Object.keys(s)))];
  return keys
    .map(key => ({ name: key, values: specs.map(s => s[key] ?? "–") }))
    .filter(row => new Set(row.values).size > 1);
}

// Lists of plain values are one value: dimensions and activations read best in one piece.
function flatten(value, key = "", all = {}) {
  if (Array.isArray(value) && value.every(v => v === null || typeof v !== "object")) {
    all[key] = value.join(", ");
  } else if (value !== null && typeof value === "object") {
    Object.entries(value).forEach(([k, v]) => flatten(v, key ? `${key}.${k}` : k, all));
  } else {
    all[key] = String(value);
  }

  return all;
}
