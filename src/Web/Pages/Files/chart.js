/* global uPlot */
import { el, say } from "./dom.js";
import { count } from "./format.js";

const light = ["#1f5fbf", "#b4530a", "#1b6e38", "#8e2f8a", "#00707a", "#a3262a", "#5c4bb5", "#6a6200"];
const dark = ["#82b1ff", "#ffb374", "#74d092", "#e89be4", "#63d3dd", "#ff948a", "#b6a8ff", "#d9cf63"];
const scheme = matchMedia("(prefers-color-scheme: dark)");

export const color = i => (scheme.matches ? dark : light)[i % light.length];

// Lines over steps. update takes a list of { name, points: [[step, value]] } and how values are written.
export function chart(write) {
  const legend = el("div", { class: "legend" });
  const box = el("div", { class: "chart" });
  const node = el("div", {}, legend, box);
  let plot = null;
  let drawn = "";
  let series = [];

  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const axis = () => ({ stroke: style("--muted"), grid: { stroke: style("--line"), width: 1 }, ticks: { stroke: style("--line"), width: 1 }, font: "11px system-ui, sans-serif" });

  function make() {
    plot?.destroy();
    plot = new uPlot({
      width: Math.max(200, box.clientWidth),
      height: box.clientHeight,
      padding: [8, 20, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: true, y: false }, points: { size: 6 } },
      scales: { x: { time: false } },
      axes: [
        { ...axis(), size: 30, values: (_, ticks) => ticks.map(t => count(t)) },
        { ...axis(), size: 72, values: (_, ticks) => ticks.map(write) },
      ],
      series: [{}, ...series.map((s, i) => ({ label: s.name, stroke: color(i), width: 1.6, spanGaps: true, points: { show: s.points.length < 3 } }))],
      hooks: { setCursor: [tell] },
    }, align(), box);
  }

  // All series over the union of their steps.
  function align() {
    const steps = [...new Set(series.flatMap(s => s.points.map(p => p[0])))].sort((a, b) => a - b);
    return [steps, ...series.map(s => {
      const values = new Map(s.points);
      return steps.map(step => values.get(step) ?? null);
    })];
  }

  // The values under the cursor, or the last ones.
  function tell() {
    const at = plot?.cursor.idx;
    [...legend.children].forEach((entry, i) => {
      const values = plot.data[i + 1];
      let index = at ?? values.length - 1;
      while (index > 0 && values[index] === null) {
        index--;
      }

      const value = values[index];
      say(entry.lastChild, value === null || value === undefined ? "" : ` ${write(value)}${at === null || at === undefined ? "" : ` at step ${count(plot.data[0][index])}`}`);
    });
  }

  function label() {
    legend.replaceChildren(...series.map((s, i) => {
      const mark = el("i");
      mark.style.background = color(i);
      return el("span", {}, mark, s.name, el("b"));
    }));
  }

  node.update = next => {
    const names = JSON.stringify(next.map(s => s.name));
    const data = JSON.stringify(next.map(s => [s.points.length, s.points.at(-1)]));
    if (names + data === drawn || box.clientWidth === 0) {
      return;
    }

    const isSame = plot && JSON.stringify(series.map(s => s.name)) === names && series.every((s, i) => (s.points.length < 3) === (next[i].points.length < 3));
    drawn = names + data;
    series = next;
    if (isSame) {
      plot.setData(align());
    } else {
      label();
      make();
    }

    tell();
  };

  const again = () => {
    if (plot) {
      label();
      make();
      tell();
    }
  };
  const sizes = new ResizeObserver(() => plot?.setSize({ width: Math.max(200, box.clientWidth), height: box.clientHeight }));
  sizes.observe(box);
  scheme.addEventListener("change", again);
  node.end = () => {
    sizes.disconnect();
    scheme.removeEventListener("change", again);
    plot?.destroy();
  };
  return node;
}
