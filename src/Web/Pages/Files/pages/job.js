import { call, post } from "../api.js";
import { chart } from "../chart.js";
import { confusion, events, measured, layers, results, workers } from "../jobparts.js";
import { el, empty, meter, panel, say, state } from "../dom.js";
import { count, done, hasEnded, metric, percent, share } from "../format.js";
import { message } from "../message.js";

export function jobPage(store, id, redraw) {
  const result = message();
  const badge = el("span");
  const why = el("p", { class: "note" });
  const progress = meter(0, "", true);
  const figure = results();
  const loss = chart(metric);
  const accuracy = chart(percent);
  const accuracyBox = panel("Accuracy", accuracy);
  const pair = el("div", { class: "pair" }, panel("Loss a row", loss), accuracyBox);
  const work = workers();
  const net = layers();
  const matrix = confusion();
  const log = events(step => act("resume", { from: step }, `Go back to the checkpoint of step ${count(step)}? What was trained since is lost.`));
  const spec = el("pre");
  const buttons = actions();
  const parts = [
    panel(null, progress, figure), pair, panel("Workers, in the last span", work), panel("Layers", net), panel("Confusion, test rows", matrix),
    panel("Events", log), el("details", { class: "panel" }, el("summary", {}, "Job"), spec),
  ];
  const missing = empty(`The cluster has no job ${id}, or it does not answer.`, el("a", { href: "#/jobs" }, "Go to jobs"));
  const history = measured(() => call("GET", `jobs/${encodeURIComponent(id)}/history`), redraw);
  let seen = "";

  function actions() {
    const button = (text, action, body, question, kind = "") =>
      el("button", { type: "button", class: kind, onclick: e => act(action, body, question, e.currentTarget) }, text);
    return {
      pause: button("Pause", "pause"),
      resume: button("Resume", "resume", {}),
      cancel: button("Cancel", "cancel", undefined, `Cancel ${id}? It keeps its checkpoints.`, "danger"),
      models: ["safetensors", "onnx", "npz"].map(format =>
        el("a", { class: "button", href: `api/v1/models/${encodeURIComponent(id)}?format=${format}`, download: "" }, format)),
    };
  }

  function act(action, body, question, button = buttons.resume) {
    if (!question || confirm(question)) {
      result.clear();
      result.run(button, () => post(`jobs/${encodeURIComponent(id)}/${action}`, body));
    }
  }

  return {
    title: id,
    shown: [id],
    nodes: [
      el("div", { class: "head" },
        el("h1", {}, id), badge, el("span", { class: "space" }),
        el("div", { class: "actions" }, buttons.pause, buttons.resume, buttons.cancel, ...buttons.models)),
      why, result, missing, ...parts,
    ],
    update() {
      const job = store.details.get(id);
      parts.forEach(part => part.hidden = !job);
      missing.hidden = Boolean(job) || store.silos === null;
      Object.values(buttons).flat().forEach(b => b.hidden = true);
      if (!job) {
        return;
      }

      if (badge.firstChild?.textContent !== job.state) {
        badge.replaceChildren(state(job.state));
      }

      const reason = store.jobs.get(id)?.reason;
      say(why, job.error ?? (hasEnded(job) || job.state === "running" ? job.width ?? "" : reason ?? ""));
      why.className = job.error ? "bad" : "note";
      why.hidden = why.textContent === "";
      buttons.pause.hidden = !["running", "queued"].includes(job.state);
      buttons.resume.hidden = !["paused", "quarantined"].includes(job.state);
      buttons.cancel.hidden = hasEnded(job);
      buttons.models.forEach(b => b.hidden = job.modelBytes === null);
      progress.update(done(job), share(done(job)));
      figure.show(job);
      history.look(job);
      loss.update(history.losses(job));
      const accuracies = history.accuracies(store.points.get(id) ?? []);
      accuracyBox.hidden = !accuracies.some(s => s.points.length > 1);
      pair.className = accuracyBox.hidden ? "" : "pair";
      accuracy.update(accuracies);
      work.update(job.perWorker);
      work.parentNode.hidden = job.perWorker.length === 0;
      net.update(job.layers ?? []);
      net.parentNode.hidden = !job.layers;
      matrix.show(job);
      matrix.parentNode.hidden = !job.confusion;
      log.show(store.events.get(id) ?? []);
      const text = JSON.stringify(job.spec, null, 2);
      if (text !== seen) {
        spec.textContent = seen = text;
      }
    },
    end() {
      loss.end();
      accuracy.end();
    },
  };
}
