import { el } from "./dom.js";
import { Refused } from "./api.js";

// A place for what became of a request.
export function message() {
  const node = el("div", { class: "message", role: "status" });
  node.clear = () => node.replaceChildren();
  node.tell = text => node.replaceChildren(el("p", { class: "good" }, text));
  node.fail = error => {
    const faults = error instanceof Refused ? error.faults : [];
    node.replaceChildren(
      el("p", { class: "bad" }, error.message),
      ...(error.hint ? [el("p", { class: "note" }, error.hint)] : []),
      ...(faults.length > 0 ? [el("ul", { class: "faults" }, ...faults.map(f => el("li", {}, place(f) + f.message)))] : []));
  };
  node.run = async (button, action) => {
    button.disabled = true;
    try {
      await action();
    } catch (error) {
      node.fail(error);
    } finally {
      button.disabled = false;
    }
  };
  return node;
}

const place = fault => `${fault.file ? `${fault.file}${fault.line ? `:${fault.line}` : ""}${fault.column ? `:${fault.column}` : ""}: ` : ""}${fault.key ? `${fault.key}: ` : ""}`;
