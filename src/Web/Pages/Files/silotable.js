import { el, meter, state } from "./dom.js";
import { bytes, count, share } from "./format.js";
import { keep, table } from "./table.js";

const links = silo => el("span", {}, ...(silo.jobs ?? []).flatMap((id, i) =>
  [i > 0 ? ", " : "", el("a", { href: `#/job/${encodeURIComponent(id)}` }, id)]));

const columns = [
  { name: "Silo", value: s => s.address, cell: s => s.address },
  { name: "State", value: s => s.state ?? "", cell: (s, old) => keep(old, String(s.state), () => state(s.state)) },
  {
    name: "Load", number: true, value: s => s.load, cell: (s, old) => {
      const node = old instanceof Element ? old : meter(0, "");
      node.update(s.load, share(s.load));
      return node;
    },
  },
  { name: "Threads", number: true, value: s => s.computeThreads, cell: s => count(s.computeThreads) },
  { name: "Memory", number: true, value: s => s.memoryBytes, cell: s => bytes(s.memoryBytes) },
  { name: "Jobs", sort: false, cell: (s, old) => keep(old, (s.jobs ?? []).join(), () => links(s)) },
  { name: "Workers", number: true, value: s => s.workers, cell: s => count(s.workers), isMore: true },
  { name: "Slices", number: true, value: s => s.slices, cell: s => count(s.slices), isMore: true },
  { name: "Layers", number: true, value: s => s.sliceBytes, cell: s => bytes(s.sliceBytes), isMore: true },
  { name: "Sent", number: true, value: s => s.bytesSent, cell: s => s.bytesSent > 0 ? bytes(s.bytesSent) : "–", isMore: true },
  { name: "Kernel", cell: s => s.kernel ?? "", isMore: true },
  { name: "Name", cell: s => s.name ?? "", isMore: true },
];

export const siloTable = isShort => table(columns.filter(c => !(isShort && c.isMore)), s => s.address);
