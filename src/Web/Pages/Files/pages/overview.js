import { el, empty, figures, panel } from "../dom.js";
import { bytes, count, hasEnded, share } from "../format.js";
import { jobColumns } from "../jobtable.js";
import { siloTable } from "../silotable.js";
import { table } from "../table.js";

const submit = () => empty(
  "There are no jobs yet. Submit one from a terminal, or on the page of jobs.",
  el("pre", {}, "granary submit examples/digits.json --follow"),
  el("a", { href: "#/jobs" }, "Go to jobs"));

export function overviewPage(store) {
  const top = figures();
  const active = table(jobColumns(["Job", "State", "Done", "Loss", "Test", "Steps/s", "Left", "Why it waits"]), j => j.job);
  const ended = table(jobColumns(["Job", "State", "Loss", "Test", "Time", "Submitted"]), j => j.job);
  const silos = siloTable(true);
  const activeBox = panel("Running and waiting", active);
  const endedBox = panel("Ended lately", ended);
  const none = panel(null, submit());
  const quiet = panel("Running and waiting", empty("Nothing runs or waits.", el("a", { href: "#/jobs" }, "Submit a job")));
  return {
    title: "Overview",
    nodes: [el("div", { class: "head" }, el("h1", {}, "Overview")), panel(null, top), none, quiet, activeBox, panel("Silos", silos), endedBox],
    update() {
      const jobs = store.allJobs;
      const open = jobs.filter(j => !hasEnded(j));
      const last = jobs.filter(hasEnded).reverse().slice(0, 8);
      const members = store.silos ?? [];
      const answering = members.filter(s => s.state);
      const threads = answering.reduce((sum, s) => sum + s.computeThreads, 0);
      top.update([
        ["Silos", store.silos ? count(members.length) : "–"],
        ["Compute threads", count(threads)],
        ["Load", share(threads ? answering.reduce((sum, s) => sum + s.load * s.computeThreads, 0) / threads : 0)],
        ["Running", count(open.filter(j => j.state === "running").length)],
        ["Waiting", count(open.filter(j => j.state !== "running").length)],
        ["Jobs in all", count(jobs.length)],
        ["Memory of silos", bytes(answering.reduce((sum, s) => sum + s.memoryBytes, 0))],
      ]);
      active.update(open);
      ended.update(last);
      silos.update(members);
      none.hidden = store.silos === null || jobs.length > 0;
      quiet.hidden = jobs.length === 0 || open.length > 0;
      activeBox.hidden = open.length === 0;
      endedBox.hidden = last.length === 0;
    },
  };
}
