// Filters, switches, lists and the search box. Their marks stand in the HTML as data-… attributes:
//   data-filter="table.column"   a tick for one value of a column (checkbox), or the one value wanted (select)
//   data-paint="name"            which areas are coloured (radio)
//   data-show="name"             whether a layer or the names are drawn (checkbox)
//   data-of="name"               a legend that is only there while that layer is
//   data-ends="village"          what money is followed to: villages or projects (radio)
//   data-view="sankey"           the map or the Sankey figure (radio)
//   data-goto="table.row"        a button that leads to a row

const MOST_FOUND = 12;

function bindControls(page) {
  const each = (selector, action) => page.root.querySelectorAll(selector).forEach(action);
  each("input[data-filter]", (input) => {
    const apply = () => tick(page, input.dataset.filter, Number(input.value), input.checked);
    input.addEventListener("change", () => {
      apply();
      refresh(page);
    });
    apply();
  });
  each("select[data-filter]", (select) => {
    const apply = () => limit(page, select.dataset.filter, select.value);
    select.addEventListener("change", () => {
      apply();
      refresh(page);
      followPicker(page, select);
    });
    apply();
  });
  each("input[data-paint]", (input) => {
    input.addEventListener("change", () => paintBy(page, input.dataset.paint));
    if (input.checked) paintBy(page, input.dataset.paint);
  });
  each("input[data-show]", (input) => {
    const apply = () => {
      page.shown[input.dataset.show] = input.checked;
      each('[data-of="' + input.dataset.show + '"]', (legend) => (legend.hidden = !input.checked));
    };
    input.addEventListener("change", () => {
      apply();
      page.stage.redraw();
    });
    apply();
  });
  if (page.flows) bindFlows(page);
  each("[data-goto]", (button) => button.addEventListener("click", () => goToMark(page, button.dataset.goto)));
  each("[data-home]", (button) => button.addEventListener("click", () => goHome(page)));
  bindSearch(page);
}

function bindFlows(page) {
  page.root.querySelectorAll("input[data-ends]").forEach((input) =>
    input.addEventListener("change", () => {
      page.flows.sums.by = input.dataset.ends;
      refresh(page);
    })
  );
  page.root.querySelectorAll("input[data-view]").forEach((input) =>
    input.addEventListener("change", () => page.sankey.show(input.dataset.view === "sankey"))
  );
}

// Back from the Sankey figure to the map, where cards are.
function showMap(page) {
  if (!page.sankey || !page.sankey.isShown) return;
  page.root.querySelector('input[data-view="map"]').checked = true;
  page.sankey.show(false);
}

function tick(page, mark, value, isOn) {
  const [table, column] = mark.split(".");
  const hidden = (page.hidden[table] = page.hidden[table] || {});
  const values = (hidden[column] = hidden[column] || new Set());
  if (isOn) values.delete(value);
  else values.add(value);
}

function limit(page, mark, value) {
  const [table, column] = mark.split(".");
  const only = (page.only[table] = page.only[table] || {});
  only[column] = value === "" ? null : Number(value);
}

// A township that is picked is also moved to.
function followPicker(page, select) {
  if (!select.dataset.filter.endsWith(".township")) return;
  if (select.value === "") goHome(page);
  else show(page, "townships", Number(select.value));
}

// Do the filters let a row through? Those of another table, where a table has its columns too.
function isShown(page, table, row, filters = table) {
  const columns = page.tables[table].columns;
  const hidden = page.hidden[filters] || {};
  for (const column in hidden) if (hidden[column].has(columns[column][row])) return false;
  const only = page.only[filters] || {};
  for (const column in only) if (only[column] !== null && only[column] !== columns[column][row]) return false;
  return true;
}

function paintBy(page, name) {
  const layer = page.data.paints[name];
  const column = page.tables[layer.table].columns[layer.column];
  const rowOf = layer.table === "villages" ? (cell) => cell : (cell) => page.coverage.townships[cell];
  page.clicked = layer.table;
  page.areas.choose(layer.fills, (cell) => {
    const value = column[rowOf(cell)];
    return value === undefined ? layer.fills.length - 1 : value;
  });
  page.chosen.choose(null);
  page.map.closePopup();
  page.stage.redraw();
}

// After a change of filters: counts, sums, and what is drawn.
function refresh(page) {
  const summary = page.data.summary;
  if (summary) {
    const table = page.tables[summary.table];
    let rows = 0;
    let sum = 0;
    for (let row = 0; row < table.rows; row++) {
      if (!page.shows(summary.table, row)) continue;
      rows += 1;
      sum += table.columns[summary.sum][row] || 0;
    }
    setText(page, "[data-shown-rows]", grouped(rows));
    setText(page, "[data-shown-sum]", wanText(sum));
  }
  if (page.flows) refreshFlows(page);
  if (page.openRow) {
    const box = page.root.querySelector("." + CARD_CLASS);
    if (box) box.replaceWith(cardOf(page, page.openRow.table, page.openRow.row));
  }
  page.stage.redraw();
}

// The legend's samples, as wide as the page draws such amounts, and what the hairline stands for.
function drawWidths(page) {
  page.root.querySelectorAll("[data-width]").forEach((line) => {
    line.setAttribute("stroke-width", page.flows.width(Number(line.dataset.width)));
  });
  const least = page.flows.unit ? page.flows.spec.hairline / page.flows.unit : 0;
  setText(page, "[data-hairline]", wanText(Math.round(least)));
}

function refreshFlows(page) {
  page.flows.recount();
  page.sankey.update();
  const money = page.flows.sums;
  const sums = { source: money.sourceSums, town: money.slotSums };
  for (const kind in sums)
    sums[kind].forEach((amount, row) => setText(page, "[data-flow-" + kind + '="' + row + '"]', wanText(amount)));
  setText(page, "[data-flow-rest]", wanText(money.restSum()));
  setText(page, "[data-rest-name]", page.data.words["rest_of_" + money.by]);
  setText(page, "[data-shown-yuan]", yuanText(money.total));
  setText(page, "[data-shown-sum]", wanText(money.total));
  const totals = money.drawnTotals().concat(page.sankey.bars.drawnTotals());
  const isWhole = totals.every((total) => total === money.total && Number.isSafeInteger(total));
  page.root.dataset.conserved = String(isWhole);
  if (!isWhole) setText(page, "[data-shown-yuan]", page.data.words.not_whole);
}

function setText(page, selector, text) {
  page.root.querySelectorAll(selector).forEach((place) => (place.textContent = text));
}

function goToMark(page, mark) {
  const [table, row] = mark.split(".");
  if (table !== "townships") showMap(page);
  goTo(page, table, Number(row));
  page.map.getContainer().scrollIntoView({ block: "nearest" });
}

function goHome(page) {
  page.map.closePopup();
  page.chosen.choose(null);
  if (page.flows) follow(page, "", -1);
  fitCounty(page);
  page.stage.redraw();
}

// Search by a part of a village's or township's name, or by the beginning of a code.
function find(page, wanted) {
  const found = [];
  for (const table of ["townships", "villages"]) {
    const columns = page.tables[table].columns;
    for (let row = 0; row < page.tables[table].rows; row++) {
      const labels = columns.label || columns.name;
      const isHit =
        columns.name[row].includes(wanted) || labels[row].includes(wanted) || columns.code[row].startsWith(wanted);
      if (isHit && found.length < MOST_FOUND) found.push({ table: table, row: row });
    }
  }
  return found;
}

function bindSearch(page) {
  const input = page.root.querySelector("[data-search]");
  const list = page.root.querySelector("[data-found]");
  let current = -1;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (item) => {
    close();
    input.value = item.dataset.name;
    goToMark(page, item.dataset.mark);
  };
  const light = (step) => {
    const items = list.querySelectorAll("li[data-mark]");
    if (!items.length) return;
    current = (current + step + items.length) % items.length;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === current)));
    input.setAttribute("aria-activedescendant", items[current].id);
    items[current].scrollIntoView({ block: "nearest" });
  };
  input.addEventListener("input", () => {
    current = -1;
    list.textContent = "";
    const wanted = input.value.trim();
    if (!wanted) return close();
    const found = find(page, wanted);
    found.forEach((hit, i) => list.appendChild(foundItem(page, hit, list.id + "-" + i, take)));
    if (!found.length) list.appendChild(element("li", "rm-none", page.data.words.nothing_found));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  });
  input.addEventListener("keydown", (event) => {
    const items = list.querySelectorAll("li[data-mark]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      light(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && items.length && !list.hidden) {
      take(items[Math.max(0, current)]);
    } else if (event.key === "Escape") {
      close();
    }
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}

function foundItem(page, hit, id, take) {
  const columns = page.tables[hit.table].columns;
  const name = columns.name[hit.row];
  const item = element("li", "", [name, element("span", "", hit.table === "villages" ? columns.township_name[hit.row] : columns.code[hit.row])]);
  item.id = id;
  item.setAttribute("role", "option");
  item.dataset.mark = hit.table + "." + hit.row;
  item.dataset.name = name;
  item.addEventListener("mousedown", (event) => {
    event.preventDefault();
    take(item);
  });
  return item;
}
