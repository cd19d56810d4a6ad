// Makes and updates elements. Nothing is ever parsed as HTML: texts of jobs and files are only texts.

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else if (name === "class") {
      node.className = value;
    } else if (name in node && !name.startsWith("aria-")) {
      node[name] = value;
    } else {
      node.setAttribute(name, value);
    }
  }

  node.append(...children.filter(c => c !== null && c !== undefined));
  return node;
}

// Sets a text only when it differs, so that selections and screen readers stay undisturbed.
export function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export const panel = (title, ...children) => el("section", { class: "panel" }, title ? el("h2", {}, title) : null, ...children);

export const state = name => el("span", { class: `state ${name ?? "silent"}` }, name ?? "no answer");

export function meter(share, text, isWide = false) {
  const fill = el("span");
  const words = el("span");
  const node = el("span", { class: isWide ? "meter wide" : "meter" }, el("span", {}, fill), words);
  node.update = (value, label) => {
    fill.style.width = `${Math.max(0, Math.min(1, value ?? 0)) * 100}%`;
    say(words, label);
  };
  node.update(share, text);
  return node;
}

// Figures with their names; update takes pairs of both, and leaves out those that are null.
export function figures() {
  const list = el("dl", { class: "figures" });
  list.update = pairs => {
    const shown = pairs.filter(([, value]) => value !== null && value !== undefined);
    while (list.children.length > shown.length) {
      list.lastChild.remove();
    }

    shown.forEach(([name, value], i) => {
      const box = list.children[i] ?? list.appendChild(el("div", {}, el("dt"), el("dd")));
      say(box.children[0], name);
      say(box.children[1], value);
      box.children[1].title = value;
    });
  };
  return list;
}

export const empty = (text, ...rest) => el("div", { class: "empty" }, el("p", {}, text), ...rest);
