// The same money as columns of bars with bands between them (Sankey); every column is the whole.
//
// A row of the flows belongs to one bar of each column; a bar is as high as what its bands hold. The layout is
// that of ruralmap/draw/sankey.py. Nothing is drawn here.

class SankeyBars {
  constructor(page) {
    this.page = page;
    this.sums = page.flows.sums;
  }

  // `most`: how many villages or projects have a bar of their own.
  recount(most) {
    this.columns = [this.sourceColumn(), this.townColumn(), this.endColumn(most)];
    this.bands = this.columns.slice(1).map((right, column) => joinBars(this.sums, this.columns[column], right, column));
    this.columns.forEach((column, at) => measureBars(this.sums, column, this.bands[at], this.bands[at - 1]));
  }

  // The sums of every column and of the bands after it, each of which must be the whole.
  drawnTotals() {
    const amounts = (things) => sumOf(things.map((thing) => thing.amount));
    return this.columns.map((column) => amounts(column.bars)).concat(this.bands.map(amounts));
  }

  sourceColumn() {
    const columns = this.sums.sources.columns;
    const keys = this.keysOf((row) => this.sums.columns.source[row]);
    const order = Array.from(keys.sums.keys()).sort((a, b) => a - b);
    const bars = order.map((key) => ({ key: key, label: columns.name[key], colour: columns.colour[key] }));
    return { head: this.page.data.words.head_source, keys: keys.keys, bars: bars };
  }

  townColumn() {
    const sums = this.sums;
    const words = this.page.data.words;
    const names = this.page.tables.townships.columns.name;
    const keys = this.keysOf((row) => sums.slotOf(row));
    const order = byAmount(keys.sums);
    const towns = order.filter((key) => key < sums.towns).map((key) => ({ key: key, label: names[key], town: key }));
    const beside = this.asides([sums.unarranged, sums.unplaced], [words.unarranged, words.unplaced], keys.sums);
    return { head: words.head_township, keys: keys.keys, bars: towns.concat(beside) };
  }

  // The largest villages or projects, those of a township that is followed first; the others are one bar.
  endColumn(most) {
    const sums = this.sums;
    const words = this.page.data.words;
    const count = sums.ends.rows;
    const [others, unarranged, unplaced, rest] = [count, count + 1, count + 2, count + 3];
    const noneOf = (row) => {
      if (sums.by === "project" || sums.slotOf(row) === sums.unarranged) return unarranged;
      return sums.slotOf(row) === sums.unplaced ? unplaced : rest;
    };
    const keys = this.keysOf((row) => (sums.endOf(row) >= 0 ? sums.endOf(row) : noneOf(row)));
    const homes = this.homesOf(keys.keys);
    const isFollowed = (key) => (homes.get(key) === this.page.flows.following ? 0 : 1);
    const places = byAmount(keys.sums).filter((key) => key < count);
    const wanted = places.slice().sort((a, b) => isFollowed(a) - isFollowed(b));
    const named = new Set(places.length > most + 1 ? wanted.slice(0, most) : places);
    const townOrder = byAmount(this.keysOf((row) => sums.slotOf(row)).sums);
    const rank = (key) => townOrder.indexOf(homes.get(key));
    const bars = places.filter((key) => named.has(key)).sort((a, b) => rank(a) - rank(b));
    const listed = bars.map((key) => ({ key: key, label: (sums.ends.columns.label || sums.ends.columns.name)[key] }));
    const left = places.length - named.size;
    if (left) listed.push({ key: others, label: words["others_" + sums.by].replace("{n}", left) });
    const gathered = keys.keys.map((key) => (key < count && !named.has(key) ? others : key));
    const texts = [words.rest, words.unarranged, words.unplaced];
    const beside = this.asides([rest, unarranged, unplaced], texts, keys.sums);
    return { head: words["head_" + sums.by], keys: gathered, bars: listed.concat(beside) };
  }

  asides(keys, labels, sums) {
    return keys.map((key, i) => ({ key: key, label: labels[i], aside: true })).filter((bar) => sums.has(bar.key));
  }

  // The key of each shown row, and the sum of each key.
  keysOf(keyOf) {
    const keys = this.sums.shown.map(keyOf);
    const sums = new Map();
    keys.forEach((key, i) => addTo(sums, key, this.sums.columns.amount[this.sums.shown[i]]));
    return { keys: keys, sums: sums };
  }

  // The slot in which each end has its largest row.
  homesOf(keys) {
    const best = new Map();
    keys.forEach((key, i) => {
      const row = this.sums.shown[i];
      const size = Math.abs(this.sums.columns.amount[row]);
      if (!best.has(key) || best.get(key).size < size) best.set(key, { size: size, slot: this.sums.slotOf(row) });
    });
    return new Map(Array.from(best, ([key, found]) => [key, found.slot]));
  }
}

function byAmount(sums) {
  return Array.from(sums.keys()).sort((a, b) => sums.get(b) - sums.get(a) || a - b);
}

// The bands between two columns, stacked in each bar in the order of the bars at the other end.
function joinBars(sums, left, right, column) {
  const [starts, ends] = [left, right].map((one) => new Map(one.bars.map((bar, i) => [bar.key, i])));
  const width = right.bars.length;
  const amounts = new Map();
  sums.shown.forEach((row, i) => {
    addTo(amounts, starts.get(left.keys[i]) * width + ends.get(right.keys[i]), sums.columns.amount[row]);
  });
  const [above, before] = [new Map(), new Map()];
  const bands = [];
  for (const key of Array.from(amounts.keys()).sort((a, b) => a - b)) {
    const amount = amounts.get(key);
    if (amount === 0) continue;
    const [start, end] = [Math.floor(key / width), key % width];
    const place = { above: above.get(start) || 0, before: before.get(end) || 0 };
    bands.push(Object.assign({ column: column, start: start, end: end, amount: amount }, place));
    addTo(above, start, Math.abs(amount));
    addTo(before, end, Math.abs(amount));
  }
  return bands;
}

// A bar's sum, and its height in fen: the most that its bands hold on either side.
function measureBars(sums, column, leaving, coming) {
  const amounts = new Map();
  column.keys.forEach((key, i) => addTo(amounts, key, sums.columns.amount[sums.shown[i]]));
  const held = (bands, side, at) => sumOf((bands || []).filter((b) => b[side] === at).map((b) => Math.abs(b.amount)));
  column.bars.forEach((bar, at) => {
    bar.amount = amounts.get(bar.key);
    bar.gross = Math.max(Math.abs(bar.amount), held(leaving, "start", at), held(coming, "end", at));
  });
}
