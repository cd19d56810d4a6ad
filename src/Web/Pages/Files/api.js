// The API, and what the stream has told so far.

export class Refused extends Error {
  constructor(problem, status) {
    super(problem.detail ?? `The silo answered ${status}.`);
    this.hint = problem.hint;
    this.faults = problem.faults ?? [];
  }
}

export async function call(method, path, body) {
  const response = await fetch(`api/v1/${path}`, { method, body, credentials: "same-origin" });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : {};
  if (!response.ok) {
    throw new Refused(answer, response.status);
  }

  return answer;
}

export const post = (path, body) => call("POST", path, body === undefined ? undefined : new Blob([JSON.stringify(body)], { type: "application/json" }));

// One stream a page: browsers open six connections to a server at most, all tabs together.
export class Store {
  jobs = new Map();
  silos = null;
  details = new Map();
  events = new Map();
  points = new Map();
  isLive = null;
  #stream = null;
  #shown = null;
  #changed;

  constructor(changed) {
    this.#changed = changed;
  }

  show(ids) {
    const shown = ids.slice(0, 50).join("\n");
    if (shown === this.#shown) {
      return;
    }

    this.#shown = shown;
    this.#stream?.close();
    const query = new URLSearchParams(ids.slice(0, 50).map(id => ["job", id]));
    const stream = this.#stream = new EventSource(`api/v1/stream?${query}`);
    stream.onopen = () => this.#setLive(true);
    stream.onerror = () => this.#setLive(false);
    this.#on("jobs", jobs => jobs.forEach(job => this.#addJob(job)));
    this.#on("silos", silos => this.silos = silos);
    this.#on("job", job => this.details.set(job.job, job));
    this.#on("events", ({ job, events }) => this.#addEvents(job, events));
  }

  get allJobs() {
    return [...this.jobs.values()];
  }

  #on(name, take) {
    this.#stream.addEventListener(name, message => {
      take(JSON.parse(message.data));
      this.#setLive(true);
      this.#changed();
    });
  }

  #setLive(isLive) {
    if (this.isLive !== isLive) {
      this.isLive = isLive;
      this.#changed();
    }
  }

  #addJob(job) {
    this.jobs.set(job.job, job);
    if (job.state) {
      this.#addPoint(job);
    }
  }

  // The silo keeps a job's losses and evaluations; its accuracy in training is kept here while the page is open.
  #addPoint(job) {
    const points = this.points.get(job.job) ?? [];
    this.points.set(job.job, points);
    const last = points.at(-1);
    if (last && job.steps < last[0]) {
      points.length = 0;
    }

    if (job.trainAccuracy !== null) {
      if (points.at(-1)?.[0] === job.steps) {
        points.pop();
      }

      points.push([job.steps, job.trainAccuracy]);
    }
  }

  #addEvents(job, events) {
    const known = this.events.get(job) ?? [];
    const last = known.at(-1)?.number ?? 0;
    this.events.set(job, [...known, ...events.filter(e => e.number > last)]);
  }
}
