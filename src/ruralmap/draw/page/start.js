// Put a page together: read its data, make its painters, bind its controls, draw.

function start(root, map) {
  const data = JSON.parse(root.querySelector("[data-page]").textContent);
  const page = { root: root, map: map, data: data, hidden: {}, only: {}, shown: {}, clicked: "villages" };
  page.font = getComputedStyle(root).fontFamily;
  page.shows = (table, row) => isShown(page, table, row);
  page.coverage = readCoverage(data.borders);
  page.tables = {};
  for (const name in data.tables) page.tables[name] = readTable(data.tables[name]);
  page.tables.villages.columns.township_name = page.tables.villages.columns.township.map((row) =>
    row < 0 ? "" : page.tables.townships.columns.name[row]
  );
  for (const name in page.tables) nameTownships(page, page.tables[name]);
  page.stage = new Stage(data.borders, makePainters(page));
  addFurniture(page);
  fitCounty(page);
  map.addLayer(page.stage);
  bindControls(page);
  bindMap(page);
  if (page.flows) {
    page.sankey = new Sankey(page);
    page.flows.setScale();
    drawWidths(page);
  }
  refresh(page);
  followHash(page);
  root.dataset.ready = "true";
  performance.mark("ruralmap:ready");
  return page;
}

// A table whose rows lie in villages or townships can show their names on its cards.
function nameTownships(page, table) {
  const columns = table.columns;
  const nameOf = (places, rows) => rows.map((row) => (row < 0 ? "" : page.tables[places].columns.name[row]));
  if (columns.township && !columns.township_name) columns.township_name = nameOf("townships", columns.township);
  if (columns.village && !columns.village_name) {
    const villages = nameOf("villages", columns.village);
    columns.place_name = villages.map((name, row) => [columns.township_name[row], name].filter(Boolean).join(" · "));
  }
}

function makePainters(page) {
  page.areas = new Areas(page.coverage, [page.data.paper], () => 0);
  page.chosen = new Chosen(page.coverage);
  const painters = [page.areas, new Borders(page.coverage, page.data.strokes), page.chosen];
  for (const spec of page.data.lines) {
    const shows = (row) => page.shown[spec.table] !== false && page.shows(spec.table, row);
    painters.push(new Lines(page.tables[spec.table], spec, shows));
  }
  if (page.data.flows) {
    page.flows = new Flows(page, page.data.flows);
    painters.push(page.flows);
  }
  for (const spec of page.data.points) {
    const follows = (row) => !spec.follows || isShown(page, spec.table, row, spec.follows);
    const shows = (row) => page.shown[spec.table] !== false && page.shows(spec.table, row) && follows(row);
    painters.push(new Points(page.tables[spec.table], spec, shows));
  }
  if (page.flows) painters.push(new FlowNames(page.flows));
  return painters.concat(new Labels(page));
}

function addFurniture(page) {
  const words = page.data.words;
  const container = page.map.getContainer();
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", words.map_label);
  L.control.scale({ imperial: false, maxWidth: 140 }).addTo(page.map);
  const position = page.flows && page.map.getSize().x < SMALL_PX ? "topright" : "topleft";
  L.control.zoom({ position: position, zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(page.map);
  const home = L.control({ position: position });
  home.onAdd = () => {
    const button = element("button", "", "⌂");
    button.type = "button";
    button.title = words.whole_county;
    button.setAttribute("aria-label", words.whole_county);
    button.addEventListener("click", () => goHome(page));
    const box = element("div", "leaflet-bar rm-home", button);
    L.DomEvent.disableClickPropagation(box);
    return box;
  };
  home.addTo(page.map);
}

// The whole county, with room for what stands beside it.
function fitCounty(page) {
  const map = page.map;
  map.invalidateSize({ animate: false });
  const bounds = page.stage.boundsOf(cellsBox(page.coverage, page.coverage.cells.map((_, cell) => cell)));
  const room = page.data.room[map.getSize().x < SMALL_PX ? "small" : "large"];
  map.setMinZoom(0);
  map.fitBounds(bounds, { paddingTopLeft: room.slice(0, 2), paddingBottomRight: room.slice(2), animate: false });
  page.wholeZoom = map.getZoom();
  map.setMinZoom(page.wholeZoom - 1);
  map.setMaxBounds(bounds.pad(1.2));
}

function bindMap(page) {
  const map = page.map;
  const tip = L.tooltip({ direction: "top", offset: [0, -8], className: "rm-tip" });
  map.on("click", (event) => {
    const hit = page.stage.hit(event.containerPoint);
    if (!hit) return choose(page, "", -1);
    if (hit.kind === "row") return openCard(page, hit.table, hit.row);
    const [table, row] = rowOfHit(page, hit, event);
    if (row < 0) return undefined;
    choose(page, table, row);
    return openCard(page, table, row);
  });
  map.on("mousemove", (event) => {
    const text = tipText(page, page.stage.hit(event.containerPoint));
    if (!text) return tip.remove();
    tip.setContent(document.createTextNode(text)).setLatLng(event.latlng);
    if (!map.hasLayer(tip)) tip.addTo(map);
  });
  map.on("mouseout", () => tip.remove());
  map.on("popupopen", () => page.root.classList.add("rm-carded"));
  map.on("popupclose", () => {
    page.openRow = null;
    page.root.classList.remove("rm-carded");
  });
  page.root.addEventListener("keydown", (event) => event.key === "Escape" && map.closePopup());
  bindPrinting(page);
}

// A click on a flow means the ground under it.
function rowOfHit(page, hit, event) {
  const ground = hit.kind === "cell" ? hit : page.stage.ground(event.containerPoint, page.areas);
  if (!ground) return ["", -1];
  const isVillage = page.clicked === "villages" && ground.cell < page.tables.villages.rows;
  return isVillage ? ["villages", ground.cell] : ["townships", page.coverage.townships[ground.cell]];
}

function tipText(page, hit) {
  if (!hit) return "";
  if (hit.kind === "text") return hit.text;
  if (hit.kind === "row") return page.tables[hit.table].columns.name[hit.row];
  const township = page.coverage.townships[hit.cell];
  const townshipName = township < 0 ? "" : page.tables.townships.columns.name[township];
  if (page.clicked === "townships" || hit.cell >= page.tables.villages.rows) return townshipName;
  return townshipName + " · " + page.tables.villages.columns.name[hit.cell];
}

// On paper the map is drawn finer, and as large as the sheet's layout makes it.
function bindPrinting(page) {
  const settle = (ratio) => {
    page.root.classList.toggle("rm-printing", ratio > 1); // the sheet's layout, before it is asked for
    page.stage.ratio = ratio;
    fitCounty(page);
    page.stage._update();
    if (page.sankey) page.sankey.update();
  };
  window.addEventListener("beforeprint", () => settle(3));
  window.addEventListener("afterprint", () => settle(1));
}

// map.html#441624104201 opens that village.
function followHash(page) {
  const code = window.location.hash.slice(1);
  if (!code) return;
  for (const table of ["townships", "villages"]) {
    const row = page.tables[table].columns.code.indexOf(code);
    if (row >= 0) goTo(page, table, row);
  }
}
