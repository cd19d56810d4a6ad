// Numbers as the console shows them.

const none = "–";
const known = value => value !== null && value !== undefined;

export const count = value => known(value) ? Math.round(value).toLocaleString("en") : none;

export const percent = value => known(value) ? `${(value * 100).toFixed(2)} %` : none;

export const share = value => known(value) ? `${Math.floor(value * 100)} %` : none;

export const metric = value => !known(value) ? none
  : value === 0 ? "0"
  : Math.abs(value) >= 1e-3 && Math.abs(value) < 1e5 ? value.toFixed(4)
  : value.toExponential(3);

export const rate = value => !known(value) ? none : value < 100 ? value.toFixed(1) : count(value);

export function bytes(value) {
  if (!known(value)) {
    return none;
  }

  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }

  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

export function clock(seconds) {
  if (!known(seconds)) {
    return none;
  }

  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const two = value => String(value).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

export const milliseconds = seconds => !known(seconds) ? none : seconds < 1 ? `${(seconds * 1000).toFixed(2)} ms` : `${seconds.toFixed(2)} s`;

// In the reader's own time zone, written the same everywhere.
export function moment(text) {
  if (!text) {
    return none;
  }

  const t = new Date(text);
  const two = value => String(value).padStart(2, "0");
  return `${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())} ${time(text)}`;
}

export function time(text) {
  const t = new Date(text);
  const two = value => String(value).padStart(2, "0");
  return `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}`;
}

export const done = job => job.totalSteps > 0 ? Math.min(1, job.steps / job.totalSteps) : null;

export const hasEnded = job => ["completed", "failed", "cancelled"].includes(job.state);
