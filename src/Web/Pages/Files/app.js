import { Store } from "./api.js";
import { el, empty, say } from "./dom.js";
import { comparePage } from "./pages/compare.js";
import { dataPage } from "./pages/data.js";
import { jobPage } from "./pages/job.js";
import { jobsPage } from "./pages/jobs.js";
import { modelsPage } from "./pages/models.js";
import { overviewPage } from "./pages/overview.js";
import { silosPage } from "./pages/silos.js";

// A page is a function of the store and what follows its name in the address. It gives { title, shown, nodes, update, end }.
const pages = { "": overviewPage, jobs: jobsPage, job: jobPage, compare: comparePage, data: dataPage, models: modelsPage, silos: silosPage };
const links = [["", "Overview"], ["jobs", "Jobs"], ["compare", "Compare"], ["data", "Data sets"], ["models", "Models"], ["silos", "Silos"]];

const [nav, main, live] = ["nav", "main", "live"].map(id => document.getElementById(id));
const store = new Store(() => schedule());
let page = null;
let isScheduled = false;

nav.append(...links.map(([name, text]) => el("a", { href: `#/${name}` }, text)));

function schedule() {
  if (!isScheduled) {
    isScheduled = true;
    requestAnimationFrame(draw);
  }
}

function draw() {
  isScheduled = false;
  live.className = `live ${store.isLive === null ? "" : store.isLive ? "on" : "off"}`;
  say(live, store.isLive === null ? "connecting" : store.isLive ? "live" : "no connection, trying again");
  page?.update();
}

function open() {
  const [, name = "", rest = ""] = /^#\/([^/]*)\/?(.*)$/.exec(location.hash) ?? [];
  page?.end?.();
  page = (pages[name] ?? missingPage)(store, decodeURIComponent(rest), schedule);
  document.title = page.title === "Overview" ? "Granary" : `${page.title} · Granary`;
  for (const link of nav.children) {
    const target = link.getAttribute("href").slice(2);
    if (target === name || (name === "job" && target === "jobs")) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }

  main.replaceChildren(...page.nodes);
  store.show(page.shown ?? []);
  draw();
}

const missingPage = () => ({
  title: "No such page",
  nodes: [empty("There is no such page.", el("a", { href: "#/" }, "Go to the overview"))],
  update: () => {},
});

addEventListener("hashchange", () => {
  open();
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
});
open();
