import { el, meter, state } from "./dom.js";
import { clock, done, metric, moment, percent, rate, share } from "./format.js";
import { keep } from "./table.js";

// The columns of tables of jobs, by their names.
const all = [
  { name: "Job", value: j => j.job, cell: (j, old) => keep(old, j.job, () => el("a", { href: `#/job/${encodeURIComponent(j.job)}` }, j.job)) },
  { name: "State", value: j => j.state ?? "", cell: (j, old) => keep(old, String(j.state), () => state(j.state)) },
  {
    name: "Done", number: true, value: j => done(j), cell: (j, old) => {
      const node = old instanceof Element ? old : meter(0, "");
      node.update(done(j), share(done(j)));
      return node;
    },
  },
  { name: "Loss", number: true, value: j => j.trainLoss, cell: j => metric(j.trainLoss) },
  { name: "Train", number: true, value: j => j.trainAccuracy, cell: j => percent(j.trainAccuracy) },
  { name: "Test", number: true, value: j => j.testAccuracy, cell: j => percent(j.testAccuracy) },
  { name: "Test loss", number: true, value: j => j.testLoss, cell: j => metric(j.testLoss) },
  { name: "Steps/s", number: true, value: j => j.stepsPerSecond, cell: j => rate(j.stepsPerSecond) },
  { name: "Left", number: true, value: j => j.remainingSeconds, cell: j => clock(j.remainingSeconds) },
  { name: "Time", number: true, value: j => j.elapsedSeconds, cell: j => clock(j.elapsedSeconds) },
  { name: "Submitted", number: true, value: j => j.submittedAt ? Date.parse(j.submittedAt) : null, cell: j => moment(j.submittedAt) },
  { name: "Why it waits", sort: false, wrap: true, cell: j => j.reason ?? "" },
];

export const jobColumns = names => names.map(name => all.find(c => c.name === name));
