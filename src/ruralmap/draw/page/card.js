// The card (pop-up) of a village, township, site or asset.

const CARD_CLASS = "rm-card";

function cardOf(page, tableName, row) {
  const card = page.data.cards[tableName];
  const columns = page.tables[tableName].columns;
  const box = element("div", CARD_CLASS);
  box.appendChild(element("h3", "", columns[card.title][row]));
  if (card.subtitle) box.appendChild(element("p", "rm-card-place", columns[card.subtitle][row]));
  let list = null;
  for (const line of card.lines) {
    if (line.over !== undefined && !columns[line.over][row]) continue;
    if (line.heading !== undefined) {
      box.appendChild(element("h4", "", line.heading));
      list = null;
      continue;
    }
    if (line.items !== undefined) {
      addItems(box, columns[line.items][row]);
      continue;
    }
    const text = lineText(line, columns, row, page.data.words);
    if (text === null) continue;
    if (!list) list = box.appendChild(element("dl", ""));
    list.appendChild(element("dt", "", line.label));
    list.appendChild(element("dd", "", text));
  }
  if (card.grid) addGrid(box, card.grid, columns, row, page.data.words);
  for (const note of card.notes || []) box.appendChild(element("p", "rm-card-note", note));
  return box;
}

// Lines of text, one below the other.
function addItems(box, text) {
  if (!text) return;
  const lines = text.split("\n").map((line) => element("li", "", line));
  box.appendChild(element("ul", "rm-card-items", lines));
}

// The same figures on several bases side by side; a basis that says nothing of this row has no column.
function addGrid(box, grid, columns, row, words) {
  const shown = grid.bases.filter((basis) => columns[basis.within][row]);
  if (!shown.length) return;
  const cells = (tag, texts) => texts.map((text) => element(tag, "", text));
  const head = element("tr", "", cells("th", [""].concat(shown.map((basis) => basis.label))));
  const lines = grid.lines.map((line) => {
    const texts = shown.map((basis) => {
      const own = Object.assign({}, line, { column: line.column + basis.suffix });
      return lineText(own, columns, row, words);
    });
    return element("tr", "", [element("th", "", line.label)].concat(cells("td", texts)));
  });
  box.appendChild(element("table", "", [element("thead", "", head), element("tbody", "", lines)]));
}

function openCard(page, tableName, row) {
  const columns = page.tables[tableName].columns;
  const at = page.stage.latLngOf(columns.x[row], columns.y[row]);
  const size = page.map.getSize();
  page.openRow = { table: tableName, row: row };
  L.popup({ maxWidth: Math.min(320, size.x - 60), minWidth: 200, maxHeight: size.y - 70, autoPanPadding: [16, 16] })
    .setLatLng(at)
    .setContent(cardOf(page, tableName, row))
    .openOn(page.map);
}

// The cells that a row of villages or townships stands for.
function cellsOf(page, tableName, row) {
  if (tableName === "villages") return [row];
  if (tableName === "townships") return cellsOfTownship(page.coverage, row);
  return [];
}

function choose(page, tableName, row) {
  page.chosen.choose(cellsOf(page, tableName, row));
  if (page.flows) follow(page, tableName, row);
  page.stage.redraw();
}

function follow(page, tableName, row) {
  page.flows.follow(tableName, row);
  page.sankey.update();
}

// Show a row: move there and outline it. Where money flows, the sources must stay in sight: nothing moves.
function show(page, tableName, row) {
  const cells = cellsOf(page, tableName, row);
  if (page.flows) goHome(page);
  else if (cells.length) {
    const bounds = page.stage.boundsOf(cellsBox(page.coverage, cells));
    const closest = Math.max(page.data.closest, page.wholeZoom + 1);
    page.map.fitBounds(bounds, { padding: [60, 60], maxZoom: closest, animate: false });
  }
  choose(page, tableName, row);
}

// ... and open its card.
function goTo(page, tableName, row) {
  show(page, tableName, row);
  if (!(page.flows && tableName === "townships")) openCard(page, tableName, row);
}
