import { el, figures } from "./dom.js";
import { bytes, clock, count, metric, milliseconds, moment, percent, rate, share, time } from "./format.js";
import { table } from "./table.js";

export function results() {
  const list = figures();
  list.show = job => list.update([
    ["Epoch", `${count(job.epochs)} of ${count(job.totalEpochs)}`],
    ["Step", `${count(job.steps)} of ${count(job.totalSteps)}`],
    ["Train loss", metric(job.trainLoss)],
    ["Train accuracy", job.trainAccuracy === null ? null : percent(job.trainAccuracy)],
    ["Validation loss", job.validation ? metric(job.validation.loss) : null],
    ["Validation accuracy", job.validation?.accuracy === undefined || job.validation.accuracy === null ? null : percent(job.validation.accuracy)],
    ["Best step", job.bestStep === null || job.bestStep === undefined ? null : `${count(job.bestStep)}${job.stoppedEarly ? ", stopped early" : ""}`],
    ["Test loss", job.testLoss === null ? null : metric(job.testLoss)],
    ["Test accuracy", job.testAccuracy === null ? null : percent(job.testAccuracy)],
    ...job.testOutputs.slice(0, 4).map(o => [o.rmse === null ? `${o.name}, accuracy` : `${o.name}, RMSE`, o.rmse === null ? percent(o.accuracy) : metric(o.rmse)]),
    ["Steps a second", rate(job.stepsPerSecond)],
    ["Rows a second", rate(job.samplesPerSecond)],
    ["Time", clock(job.elapsedSeconds)],
    ["Left", job.remainingSeconds === null ? null : clock(job.remainingSeconds)],
    ["Silos", count(job.silos)],
    ["Workers", count(job.workers)],
    ["Parameters", count(job.parameters)],
    ["Training rows", job.trainRows === undefined ? null : count(job.trainRows)],
    ["Test rows", job.testRows ? count(job.testRows) : null],
    ["Memory a silo", job.memoryPerSilo ? bytes(job.memoryPerSilo) : null],
    ["Recoveries", job.recoveries ? count(job.recoveries) : null],
    ["Checkpoint", job.checkpoint === null ? null : `step ${count(job.checkpoint)}`],
    ["Submitted", moment(job.submittedAt)],
    ["Weights", job.weightsHash ? job.weightsHash.slice(7, 19) : null],
  ]);
  return list;
}

// What was measured over a job's life. fetch gives all of it; it is asked for every two seconds while the job takes steps.
export function measured(fetch, redraw) {
  const pause = 2000;
  let rows = [];
  let askedFor = "";
  let askedAt = -pause;

  const curve = (name, column) => ({ name, points: rows.filter(r => Number.isFinite(r[column])).map(r => [r.step, r[column]]) });
  const filled = list => list.filter(s => s.points.length > 0);

  return {
    look(job) {
      const now = `${job.steps} ${job.state}`;
      const wait = askedAt + pause - performance.now();
      if (now === askedFor) {
        return;
      }

      if (wait > 0) {
        setTimeout(redraw, wait);
        return;
      }

      askedFor = now;
      askedAt = performance.now();
      fetch().then(found => {
        rows = found;
        redraw();
      }, () => askedFor = "");
    },

    // Until the first answer is there, what the stream tells of the job.
    losses: job => rows.length > 0
      ? filled([curve("train", "trainLoss"), curve("validation", "validationLoss"), curve("test", "testLoss")])
      : [{ name: "train", points: job.history.filter(p => p[1] !== null) }],

    accuracies: points => filled([
      { name: "train", points: [...points] }, curve("validation", "validationAccuracy"), curve("test", "testAccuracy"),
    ]),
  };
}

export const workers = () => table([
  { name: "Silo", cell: w => w.silo },
  { name: "Shards", value: w => w.firstShard, cell: w => `${w.firstShard}–${w.endShard - 1}` },
  { name: "Threads", number: true, value: w => w.computeThreads, cell: w => count(w.computeThreads) },
  { name: "Step", number: true, value: w => w.stepSeconds, cell: w => milliseconds(w.stepSeconds) },
  { name: "Waits", number: true, value: w => w.waitingSeconds, cell: w => w.stepSeconds > 0 ? share(w.waitingSeconds / w.stepSeconds) : "–" },
  { name: "Sends", number: true, value: w => w.bytesPerSecond, cell: w => w.bytesPerSecond > 0 ? `${bytes(w.bytesPerSecond)}/s` : "–" },
  { name: "", label: "Remark", sort: false, cell: w => w.holdsOthersUp ? "holds the others up" : "" },
], w => `${w.silo} ${w.firstShard}`);

export function layers() {
  const list = table([
    { name: "Layer", number: true, sort: false, cell: l => count(l.number) },
    { name: "Inputs", number: true, sort: false, cell: l => count(l.inputs) },
    { name: "Neurons", number: true, sort: false, cell: l => count(l.outputs) },
    { name: "Activation", sort: false, cell: l => l.activation },
    { name: "Parameters", number: true, sort: false, cell: l => count((l.inputs + 1) * l.outputs) },
    { name: "Slices", number: true, sort: false, cell: l => count(l.slices) },
  ], l => l.number);
  const update = list.update;
  list.update = all => update(all.map((l, i) => ({ ...l, number: i + 1 })));
  return list;
}

// Rows are true classes, columns predicted ones.
export function confusion() {
  const most = 40;
  const box = el("div", { class: "scroll", tabIndex: 0 });
  let seen = "";
  box.show = job => {
    const { confusion: counts, classes = [] } = job;
    const sign = JSON.stringify(counts);
    if (!counts || sign === seen) {
      return;
    }

    seen = sign;
    const n = Math.round(Math.sqrt(counts.length));
    if (n > most) {
      box.replaceChildren(el("p", { class: "note" }, `${n} classes are too many to show; the API has them.`));
      return;
    }

    const name = i => classes[i] ?? String(i);
    const cell = (r, c) => {
      const value = counts[r * n + c];
      return el("td", { class: value === 0 ? "zero" : r === c ? "right" : "wrong" }, value === 0 ? "·" : count(value));
    };
    box.replaceChildren(el("table", { class: "confusion" },
      el("thead", {}, el("tr", {}, el("th", {}, "true \\ predicted"), ...Array.from({ length: n }, (_, c) => el("th", { scope: "col" }, name(c))))),
      el("tbody", {}, ...Array.from({ length: n }, (_, r) =>
        el("tr", {}, el("th", { scope: "row" }, name(r)), ...Array.from({ length: n }, (_, c) => cell(r, c)))))));
    box.firstChild.style.width = "auto";
  };
  return box;
}

// Newest first. goBack is called with the step of a checkpoint.
export function events(goBack) {
  const list = el("ol", { class: "events", tabIndex: 0, "aria-label": "Events, newest first" });
  let last = 0;
  list.show = all => {
    for (const e of all.filter(e => e.number > last)) {
      last = e.number;
      list.prepend(el("li", {},
        el("span", { class: "note", title: moment(e.at) }, time(e.at)),
        el("span", { class: "note" }, `step ${count(e.step)}`),
        el("span", {}, words(e.kind)),
        el("span", { class: "message" }, e.message, ...(e.kind === "checkpointed" ? [" ", el("button", { type: "button", class: "link", onclick: () => goBack(e.step) }, "go back to it")] : []))));
    }
  };
  return list;
}

const words = kind => kind.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);

