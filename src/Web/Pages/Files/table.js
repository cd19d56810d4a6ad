import { el } from "./dom.js";

// A table whose rows stay while their cells change, so that focus, selection and scrolling survive an update every second.
// A column is { name, label, value(row), cell(row, old), number, sort, wrap }: cell gives a text or a node, value what is sorted by,
// and label stands in for a name that is not shown.
export function table(columns, key, { sortBy = null, descending = false } = {}) {
  const rows = new Map();
  const order = { column: sortBy, descending };
  const heads = columns.map(column => head(column));
  const body = el("tbody");
  const node = el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...heads)), body));
  if (columns.every(c => c.sort === false)) {
    // Nothing in it takes the focus, and it may be wider than the screen.
    node.tabIndex = 0;
  }

  let last = [];

  function head(column) {
    const cell = el("th", { scope: "col", class: column.number ? "num" : "" });
    if (column.sort === false) {
      cell.append(column.label ? el("span", { class: "unseen" }, column.label) : column.name);
    } else {
      cell.append(el("button", { type: "button", onclick: () => turn(column) }, column.name));
    }

    return cell;
  }

  function turn(column) {
    order.descending = order.column === column.name ? !order.descending : Boolean(column.number);
    order.column = column.name;
    node.update(last);
  }

  function sorted(items) {
    const column = columns.find(c => c.name === order.column);
    if (!column) {
      return items;
    }

    const value = column.value ?? (row => column.cell(row));
    const sign = order.descending ? -1 : 1;
    return [...items].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      const missing = Number(x === null || x === undefined) - Number(y === null || y === undefined);
      return missing || sign * (typeof x === "number" ? x - y : String(x).localeCompare(String(y), "en", { numeric: true }));
    });
  }

  node.update = items => {
    last = items;
    columns.forEach((column, i) => {
      if (column.name === order.column) {
        heads[i].setAttribute("aria-sort", order.descending ? "descending" : "ascending");
      } else {
        heads[i].removeAttribute("aria-sort");
      }
    });
    const ids = new Set(items.map(key));
    for (const [id, row] of rows) {
      if (!ids.has(id)) {
        row.remove();
        rows.delete(id);
      }
    }

    sorted(items).forEach((item, i) => {
      const id = key(item);
      const row = rows.get(id) ?? el("tr", {}, ...columns.map(c => el("td", { class: `${c.number ? "num" : ""} ${c.wrap ? "wrap" : ""}`.trim() })));
      rows.set(id, row);
      columns.forEach((column, c) => fill(row.children[c], column.cell(item, row.children[c].firstChild)));
      if (body.children[i] !== row) {
        body.insertBefore(row, body.children[i] ?? null);
      }
    });
  };

  return node;
}

function fill(cell, content) {
  if (content instanceof Node) {
    if (cell.firstChild !== content) {
      cell.replaceChildren(content);
    }
  } else if (cell.textContent !== (content ?? "")) {
    cell.textContent = content ?? "";
  }
}

// Keeps the node of a cell while what it shows is the same.
export const keep = (old, sign, make) => {
  if (old instanceof Element && old.dataset.sign === sign) {
    return old;
  }

  const node = make();
  node.dataset.sign = sign;
  return node;
};
