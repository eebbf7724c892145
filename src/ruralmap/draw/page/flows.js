// Money as flows: sources in a column beside the county, townships at their middles, villages at theirs.
//
// A width is the amount times one scale for the whole page, whatever the zoom; what would be thinner than a
// hairline is drawn as a hairline. At every bar the widths that arrive and leave lie side by side, so that a
// bar's height is its sum. Here: places. The sums are in flowsums.js, the drawing is in flowpaint.js.

const BAR_PX = 7;
const TOWN_BAR_PX = 6;
const WIDEST_PX = 36; // of one band
const BELOW_PX = 34; // from one bar under the county to the next
const SOURCES_PX = { small: 20, large: 40 }; // west of the county

class Flows {
  constructor(page, spec) {
    this.page = page;
    this.spec = spec;
    this.sums = new FlowSums(page);
    this.sources = page.tables.sources;
    this.towns = this.sums.towns;
    this.following = -1;
    this.box = cellsBox(page.coverage, page.coverage.cells.map((_, cell) => cell));
    this.recount();
  }

  // Pixels for each fen: the whole of the money fills a bit less than half the height of the map, and no
  // band hides what is under it.
  setScale() {
    const height = Math.max(150, Math.min(400, this.page.map.getSize().y * 0.44));
    this.unit = this.spec.gross ? Math.min(height / this.spec.gross, WIDEST_PX / this.spec.widest) : 0;
  }

  width(amount) {
    return Math.max(this.spec.hairline, Math.abs(amount) * this.unit);
  }

  recount() {
    this.sums.recount();
    this.flowing = new Set();
    this.sums.pairs.forEach((amount, key) => amount !== 0 && this.flowing.add(Math.floor(key / this.sums.slots)));
  }

  // Show one township's flows, and its villages', before all others.
  follow(tableName, row) {
    const columns = this.page.tables.villages.columns;
    this.following = tableName === "townships" ? row : tableName === "villages" ? columns.township[row] : -1;
  }

  // `gross` is what the bar's bands hold, taken back or not: its height.
  bar(x, y, amount, gross) {
    const height = Math.max(2, gross * this.unit);
    return { x: x, y: y, top: y - height / 2, height: height, amount: amount };
  }

  // A bar under the county, whose name is at `y`: it grows upwards, or it would leave the map.
  barBelow(x, y, slot) {
    const bar = this.bar(x, y, this.sums.slotSums[slot], this.sums.slotGross[slot]);
    if (bar.height > BELOW_PX) bar.top = y + BELOW_PX / 2 - bar.height;
    return bar;
  }

  // The height that each source takes up: its bar's, or its name's, and less where there are many sources.
  blocksOf(rows, isSmall) {
    const room = this.page.data.room[isSmall ? "small" : "large"];
    const free = this.page.map.getSize().y - room[1] - room[3] - 2 * rows.length;
    for (let least = 42; ; least -= 3) {
      const blocks = rows.map((row) => Math.max(this.sums.sourceGross[row] * this.unit, least));
      if (least <= 15 || blocks.reduce((sum, block) => sum + block, 0) <= free) return blocks;
    }
  }

  // The pixels that a source's name has beside its bar while the whole county is shown.
  sourceRoom() {
    const size = this.isSmall ? "small" : "large";
    return this.page.data.room[size][0] - SOURCES_PX[size] - 9;
  }

  // Where each bar stands, in pixels: sources spread along the county's western side.
  layBars(view, isSmall) {
    const west = view.x(this.box[0]);
    const north = view.y(this.box[1]);
    const south = view.y(this.box[3]);
    const rows = Array.from(this.flowing).sort((a, b) => a - b);
    const blocks = this.blocksOf(rows, isSmall);
    const filled = blocks.reduce((sum, block) => sum + block, 0);
    const gap = Math.max(2, Math.min(44, (south - north - filled) / Math.max(1, rows.length - 1)));
    let y = (north + south - filled - gap * (rows.length - 1)) / 2;
    const aside = SOURCES_PX[isSmall ? "small" : "large"];
    const bars = { sources: new Map(), slots: [] };
    rows.forEach((row, order) => {
      const middle = y + blocks[order] / 2;
      const bar = this.bar(west - aside, middle, this.sums.sourceSums[row], this.sums.sourceGross[row]);
      bars.sources.set(row, Object.assign(bar, { block: blocks[order] + gap }));
      y += blocks[order] + gap;
    });
    const towns = this.page.tables.townships.columns;
    const { slotSums, slotGross, restGross } = this.sums;
    for (let town = 0; town < this.towns; town++)
      bars.slots.push(this.bar(view.x(towns.x[town]), view.y(towns.y[town]), slotSums[town], slotGross[town]));
    const foot = Math.max(y - gap, south) + (isSmall ? 22 : 30);
    const inside = west + (isSmall ? 34 : 70);
    bars.slots.push(this.barBelow(inside, foot, this.sums.unarranged));
    bars.slots.push(this.barBelow(inside + 2 * BAR_PX, foot + BELOW_PX, this.sums.unplaced));
    const east = view.x(this.box[2]);
    bars.rest = isSmall
      ? this.bar(east + 8, south + 22, this.sums.restSum(), restGross)
      : this.bar(east + 34, (north + south) / 2, this.sums.restSum(), restGross);
    return bars;
  }

  // The bands: township to village, township to the rest, then source to township, widest first.
  layBands(view, bars) {
    const slots = this.sums.slots;
    const pairs = [];
    this.sums.pairs.forEach((amount, key) => {
      if (amount !== 0) pairs.push({ source: Math.floor(key / slots), slot: key % slots, amount: amount });
    });
    const leave = stack(pairs, "source", (pair) => bars.slots[pair.slot].y, this.unit);
    const arrive = stack(pairs, "slot", (pair) => bars.sources.get(pair.source).y, this.unit);
    const bands = pairs.map((pair, i) => {
      const from = bars.sources.get(pair.source);
      const to = bars.slots[pair.slot];
      const isTown = pair.slot < this.towns;
      const end = to.x - (isTown ? TOWN_BAR_PX / 2 : 0);
      const ends = [from.x + BAR_PX, from.top + leave[i], end, to.top + arrive[i]];
      const colour = this.sources.columns.colour[pair.source];
      return this.band(ends, pair.amount, { kind: "pair", colour: colour, town: isTown ? pair.slot : -2, pair: pair });
    });
    return this.dropBands(view, bars).concat(bands.sort((a, b) => b.width - a.width));
  }

  dropBands(view, bars) {
    const places = this.sums.ends.columns;
    const width = this.sums.ends.rows + 1;
    const rests = [];
    const bands = [];
    this.sums.drops.forEach((amount, key) => {
      const town = Math.floor(key / width);
      const end = (key % width) - 1;
      const from = bars.slots[town];
      if (amount === 0) return;
      if (end < 0) {
        rests.push({ town: town, amount: amount, rest: 0 });
        return;
      }
      const ends = [from.x, from.y, view.x(places.x[end]), view.y(places.y[end])];
      bands.push(this.band(ends, amount, { kind: "drop", colour: DROP_COLOUR, town: town, end: end }));
    });
    const arrive = stack(rests, "rest", (drop) => bars.slots[drop.town].y, this.unit);
    rests.forEach((drop, i) => {
      const from = bars.slots[drop.town];
      const ends = [from.x, from.y, bars.rest.x, bars.rest.top + arrive[i]];
      bands.push(this.band(ends, drop.amount, { kind: "rest", colour: DROP_COLOUR, town: drop.town }));
    });
    return bands;
  }

  band(ends, amount, more) {
    const [x0, y0, x1, y1] = ends;
    const path = new Path2D();
    path.moveTo(x0, y0);
    if (more.kind === "drop") {
      path.quadraticCurveTo((x0 + x1) / 2 + (y1 - y0) * 0.12, (y0 + y1) / 2 - (x1 - x0) * 0.12, x1, y1);
    } else {
      const reach = Math.max(30, Math.abs(x1 - x0) * 0.45);
      path.bezierCurveTo(x0 + reach, y0, x1 - reach, y1, x1, y1);
    }
    return Object.assign({ path: path, width: this.width(amount), amount: amount, ends: ends }, more);
  }

  paint(view) {
    this.isSmall = this.page.map.getSize().x < SMALL_PX;
    this.bars = this.layBars(view, this.isSmall);
    this.bands = this.layBands(view, this.bars);
    paintBands(this, view);
  }

  // What the band under a pixel carries.
  hit(x, y, view) {
    view.inPixels();
    for (let i = this.bands.length - 1; i >= 0; i--) {
      const band = this.bands[i];
      if (this.following >= 0 && band.town !== this.following) continue;
      view.context.lineWidth = Math.max(band.width, 5);
      if (view.context.isPointInStroke(band.path, x * view.ratio, y * view.ratio))
        return { kind: "text", text: this.bandText(band) };
    }
    return null;
  }

  // A band's ends, its sum, and the ledger's lines behind it.
  bandText(band) {
    const sums = this.sums;
    const towns = this.page.tables.townships.columns.name;
    if (band.kind !== "pair") {
      const end = band.kind === "drop" ? band.end : -1;
      const title = towns[band.town] + " → " + (end < 0 ? sums.restName() : sums.ends.columns.name[end]);
      const isOf = (row) =>
        sums.slotOf(row) === band.town && (end < 0 ? !sums.isOnMap(sums.endOf(row)) : sums.endOf(row) === end);
      return sums.tell(title, band.amount, isOf);
    }
    const { source, slot } = band.pair;
    const words = this.page.data.words;
    const target = slot < this.towns ? towns[slot] : slot === sums.unarranged ? words.unarranged : words.unplaced;
    const isOf = (row) => sums.columns.source[row] === source && sums.slotOf(row) === slot;
    return sums.tell(this.sources.columns.name[source] + " → " + target, band.amount, isOf);
  }
}

// Where each band meets its bar: the middle of its slice, slices in the order of the other ends.
function stack(bands, side, otherEnd, unit) {
  const order = bands.map((_, i) => i).sort((a, b) => otherEnd(bands[a]) - otherEnd(bands[b]) || a - b);
  const filled = {};
  const middles = [];
  for (const i of order) {
    const slice = Math.abs(bands[i].amount) * unit;
    const before = filled[bands[i][side]] || 0;
    middles[i] = before + slice / 2;
    filled[bands[i][side]] = before + slice;
  }
  return middles;
}
