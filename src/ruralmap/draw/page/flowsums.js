// Money as sums: what the filters let through, by source, township (or why in none), and village or project.
// A slot is a township, or one of the two after them for money that has reached none. Nothing is drawn here.

const MOST_LINES = 8; // ledger lines that a tip lists

class FlowSums {
  constructor(page) {
    this.page = page;
    this.rows = page.tables.flows;
    this.columns = this.rows.columns;
    this.sources = page.tables.sources;
    this.towns = page.tables.townships.rows;
    this.unarranged = this.towns;
    this.unplaced = this.towns + 1;
    this.slots = this.towns + 2;
    this.by = "village";
  }

  // The villages or projects that money is followed to.
  get ends() {
    return this.page.tables[this.by === "village" ? "villages" : "projects"];
  }

  slotOf(row) {
    if (this.columns.township[row] >= 0) return this.columns.township[row];
    return this.columns.project[row] >= 0 ? this.unplaced : this.unarranged;
  }

  endOf(row) {
    return this.columns[this.by][row];
  }

  isOnMap(end) {
    return end >= 0 && (this.by === "village" || this.ends.columns.placed[end] === 1);
  }

  recount() {
    this.shown = [];
    this.total = 0;
    this.pairs = new Map();
    this.drops = new Map();
    this.sourceSums = new Array(this.sources.rows).fill(0);
    this.slotSums = new Array(this.slots).fill(0);
    this.sourceGross = new Array(this.sources.rows).fill(0);
    this.slotGross = new Array(this.slots).fill(0);
    this.restGross = 0;
    const villageSums = new Array(this.page.tables.villages.rows).fill(0);
    const projectSums = new Array(this.page.tables.projects.rows).fill(0);
    for (let row = 0; row < this.rows.rows; row++) {
      if (!this.page.shows("flows", row)) continue;
      const amount = this.columns.amount[row];
      const slot = this.slotOf(row);
      const end = this.endOf(row);
      addTo(this.pairs, this.columns.source[row] * this.slots + slot, amount);
      if (slot < this.towns) addTo(this.drops, this.dropKey(slot, this.isOnMap(end) ? end : -1), amount);
      if (this.columns.village[row] >= 0) villageSums[this.columns.village[row]] += amount;
      if (this.columns.project[row] >= 0) projectSums[this.columns.project[row]] += amount;
      this.sourceSums[this.columns.source[row]] += amount;
      this.slotSums[slot] += amount;
      this.total += amount;
      this.shown.push(row);
    }
    this.pairs.forEach((amount, key) => {
      this.sourceGross[Math.floor(key / this.slots)] += Math.abs(amount);
      this.slotGross[key % this.slots] += Math.abs(amount);
    });
    for (let town = 0; town < this.towns; town++) this.restGross += Math.abs(this.restOf(town));
    this.page.tables.villages.columns.amount = villageSums;
    this.page.tables.projects.columns.amount = projectSums;
    this.page.tables.townships.columns.amount = this.slotSums.slice(0, this.towns);
  }

  dropKey(town, end) {
    return town * (this.ends.rows + 1) + end + 1;
  }

  // The sums of the layers that the map draws, each of which must be the whole: checked by the page itself.
  drawnTotals() {
    const beside = this.slotSums[this.unarranged] + this.slotSums[this.unplaced];
    return [sumOf(this.pairs.values()), sumOf(this.drops.values()) + beside, sumOf(this.sourceSums)];
  }

  // What a township was given and none of its villages (or placed projects) has: 未落到村.
  restOf(town) {
    return this.drops.get(this.dropKey(town, -1)) || 0;
  }

  restSum() {
    let sum = 0;
    for (let town = 0; town < this.towns; town++) sum += this.restOf(town);
    return sum;
  }

  restName() {
    const words = this.page.data.words;
    return this.by === "village" ? words.rest : words.rest_project;
  }

  // What a tip says: where from and to, how much, and the largest of the ledger's lines behind it.
  tell(title, amount, belongs) {
    const words = this.page.data.words;
    const sums = new Map();
    for (const row of this.shown) if (belongs(row)) addTo(sums, this.columns.line[row], this.columns.amount[row]);
    const lines = Array.from(sums).filter(([, fen]) => fen !== 0);
    lines.sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]) || a[0] - b[0]);
    const labels = this.page.tables.lines.columns.label;
    const texts = lines.slice(0, MOST_LINES).map(([line, fen]) => labels[line] + "  " + wanText(fen));
    if (lines.length > MOST_LINES) texts.push(words.lines_more.replace("{n}", lines.length));
    return [title + "  " + wanText(amount) + " " + words.wan].concat(texts).join("\n");
  }
}

function addTo(sums, key, amount) {
  sums.set(key, (sums.get(key) || 0) + amount);
}

function sumOf(values) {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}
