// The Sankey view in the map's place: the bars and bands of sankey.js as SVG, with tips.

const SANKEY_BAR_PX = 11;
const SANKEY_GAPS_PX = [3, 18]; // between bars, the least and the most
const SANKEY_BAND = "#8f8a7e";
const MOST_ENDS = 28; // villages or projects with a name of their own; fewer where there is no room
const NAMES_SHARE = 0.6; // of the height: the more names, the thinner the bands
const SVG = "http://www.w3.org/2000/svg";

class Sankey {
  constructor(page) {
    this.page = page;
    this.bars = new SankeyBars(page);
    this.pane = element("div", "rm-sankey");
    this.pane.hidden = true;
    this.pane.setAttribute("role", "img");
    this.pane.setAttribute("aria-label", page.data.words.sankey_label);
    this.tip = element("div", "rm-sankey-tip");
    page.root.appendChild(this.pane);
    window.addEventListener("resize", () => this.update());
  }

  get isShown() {
    return !this.pane.hidden;
  }

  show(isShown) {
    this.pane.hidden = !isShown;
    this.page.root.classList.toggle("rm-sankeyed", isShown);
    this.update();
  }

  update() {
    const room = this.isShown ? Math.floor(((this.pane.clientHeight - 70) * NAMES_SHARE) / 16) : MOST_ENDS;
    this.bars.recount(Math.max(4, Math.min(MOST_ENDS, room)));
    if (this.isShown) this.draw();
  }

  draw() {
    const wide = this.pane.clientWidth;
    const tall = this.pane.clientHeight;
    const isSmall = wide < SMALL_PX;
    const side = isSmall ? [96, 92] : [Math.min(230, wide * 0.22), Math.min(240, wide * 0.24)];
    this.size = { wide: wide, top: 40, bottom: tall - 34, text: isSmall ? 10 : 12.5, isSmall: isSmall };
    this.xs = [side[0], (side[0] + wide - side[1]) / 2, wide - side[1]].map((x) => x - SANKEY_BAR_PX / 2);
    this.unit = Math.min(...this.bars.columns.map((column) => unitOf(column.bars, this.size)));
    this.bars.columns.forEach((column, at) => standBars(column.bars, this.xs[at], this.unit, this.size));
    const svg = shape("svg", { viewBox: "0 0 " + wide + " " + tall, width: "100%", height: "100%" });
    this.bars.bands.forEach((bands) => bands.forEach((band) => svg.appendChild(this.bandShape(band))));
    this.bars.columns.forEach((column, at) => {
      const head = { x: this.xs[at] + SANKEY_BAR_PX / 2, y: 20, "text-anchor": "middle", class: "rm-sankey-head" };
      svg.appendChild(shape("text", head, column.head));
      column.bars.forEach((bar) => svg.appendChild(this.barShape(bar, at)));
      column.bars.forEach((bar) => this.write(svg, bar, at));
    });
    svg.appendChild(shape("text", { x: 10, y: tall - 14, "font-size": this.size.text }, this.page.data.words.sankey_unit));
    this.tip.hidden = true;
    this.pane.replaceChildren(svg, this.tip);
  }

  bandShape(band) {
    const from = this.bars.columns[band.column].bars[band.start];
    const to = this.bars.columns[band.column + 1].bars[band.end];
    const height = Math.max(Math.abs(band.amount) * this.unit, 0.6);
    const [x0, x1] = [from.x + SANKEY_BAR_PX, to.x];
    const [y0, y1] = [from.top + band.above * this.unit, to.top + band.before * this.unit];
    const half = (x0 + x1) / 2;
    const curve = (a, b, c, d) => "C" + [half, b, half, d, c, d].join(" ");
    const path =
      "M" + x0 + " " + y0 + curve(x0, y0, x1, y1) + "V" + (y1 + height) + curve(x1, y1 + height, x0, y0 + height) + "Z";
    const isBack = band.amount < 0;
    const made = shape("path", { d: path, class: "rm-sankey-band" + (isBack ? " rm-back" : "") });
    made.style.fill = made.style.stroke = band.column === 0 ? from.colour : SANKEY_BAND;
    const followed = this.page.flows.following;
    const town = band.column === 0 ? to.town : from.town;
    if (followed >= 0 && town !== followed) made.classList.add("rm-faint");
    const isOf = (at, key) => (i) => this.bars.columns[at].keys[i] === key;
    const tests = [isOf(band.column, from.key), isOf(band.column + 1, to.key)];
    this.bindTip(made, from.label + " → " + to.label, band.amount, (i) => tests[0](i) && tests[1](i));
    return made;
  }

  barShape(bar, at) {
    const box = { x: bar.x, y: bar.top, width: SANKEY_BAR_PX, height: bar.height, "data-fen": bar.amount };
    const made = shape("rect", Object.assign(box, { class: "rm-sankey-bar" + (bar.aside ? " rm-aside" : "") }));
    made.dataset.column = at;
    if (bar.colour) made.style.fill = bar.colour;
    this.bindTip(made, bar.label, bar.amount, (i) => this.bars.columns[at].keys[i] === bar.key);
    if (bar.town !== undefined) made.addEventListener("click", () => this.follow(bar.town));
    return made;
  }

  // A second click lets go again.
  follow(town) {
    const isSame = this.page.flows.following === town;
    choose(this.page, isSame ? "" : "townships", isSame ? -1 : town);
  }

  write(svg, bar, at) {
    const { wide, isSmall } = this.size;
    const text = bar.text;
    const room = at === 0 ? bar.x - 10 : (at === 1 ? this.xs[2] : wide) - bar.x - SANKEY_BAR_PX - 12;
    const x = at === 0 ? bar.x - 6 : bar.x + SANKEY_BAR_PX + 6;
    const measure = (words) => textWidth(words, text, this.page.font);
    const amount = wanText(bar.amount);
    const step = text * 1.25;
    const isOne = measure(bar.label + "  " + amount) <= room && !(isSmall && at === 1);
    const isTwo = !isOne && bar.block >= 2 * step;
    const keep = isOne || isTwo || isSmall ? 0 : measure("  " + amount);
    const name = shortened(bar.label, room - keep, measure);
    const lines = isOne || keep ? [name + "  " + amount] : isTwo ? [name, amount] : [name];
    const middle = bar.top + bar.height / 2;
    lines.forEach((line, i) => {
      const y = middle + (i - (lines.length - 1) / 2) * step;
      const style = { x: x, y: y, "text-anchor": at === 0 ? "end" : "start", "font-size": text };
      svg.appendChild(shape("text", style, line));
    });
  }

  bindTip(made, title, amount, isOf) {
    let told = null;
    const belongs = () => {
      const rows = new Set(this.bars.sums.shown.filter((_, i) => isOf(i)));
      return (row) => rows.has(row);
    };
    const show = (event) => {
      told = told || this.bars.sums.tell(title, amount, belongs());
      this.tip.textContent = told;
      this.tip.hidden = false;
      const box = this.pane.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      this.tip.style.left = Math.max(4, Math.min(x + 14, box.width - this.tip.offsetWidth - 6)) + "px";
      this.tip.style.top = Math.max(4, Math.min(y + 14, box.height - this.tip.offsetHeight - 6)) + "px";
    };
    made.addEventListener("pointermove", show);
    made.addEventListener("pointerdown", show);
    made.addEventListener("pointerleave", () => (this.tip.hidden = true));
  }
}

// The letters of a column's names and the least gap between its bars: smaller where there are many, so that
// a part of the height is left for what is how much.
function spacingOf(bars, size) {
  const each = (size.bottom - size.top) / Math.max(1, bars.length);
  return { text: Math.min(size.text, (0.7 * each) / 1.2), gap: Math.min(SANKEY_GAPS_PX[0], 0.1 * each) };
}

function blockOf(bar, unit, text) {
  return Math.max(bar.gross * unit, text * 1.2);
}

// How many pixels a fen may have, so that a column's bars and names fill the height.
function unitOf(bars, size) {
  const { text, gap } = spacingOf(bars, size);
  const room = size.bottom - size.top - gap * Math.max(0, bars.length - 1);
  let [least, most] = [0, room / Math.max(1, sumOf(bars.map((bar) => bar.gross)))];
  for (let i = 0; i < 50; i++) {
    const middle = (least + most) / 2;
    if (sumOf(bars.map((bar) => blockOf(bar, middle, text))) <= room) least = middle;
    else most = middle;
  }
  return least;
}

function standBars(bars, x, unit, size) {
  const { text, gap: narrow } = spacingOf(bars, size);
  const spare = size.bottom - size.top - sumOf(bars.map((bar) => blockOf(bar, unit, text)));
  const between = Math.max(1, bars.length - 1);
  const gap = Math.min(SANKEY_GAPS_PX[1], Math.max(narrow, spare / between));
  let y = size.top + Math.max(0, spare - gap * (bars.length - 1)) / 2;
  for (const bar of bars) {
    const block = blockOf(bar, unit, text);
    const height = Math.max(bar.gross * unit, 1);
    Object.assign(bar, { x: x, top: y + (block - height) / 2, height: height, block: block, text: text });
    y += block + gap;
  }
}

function shape(tag, attributes, text) {
  const made = document.createElementNS(SVG, tag);
  for (const name in attributes) made.setAttribute(name, attributes[name]);
  if (text !== undefined) made.textContent = text;
  return made;
}

function shortened(text, room, measure) {
  let kept = text;
  if (measure(text) <= room) return text;
  while (kept.length > 1 && measure(kept + "…") > room) kept = kept.slice(0, -1);
  return kept + "…";
}

function textWidth(text, size, font) {
  textWidth.context = textWidth.context || document.createElement("canvas").getContext("2d");
  textWidth.context.font = size + "px " + font;
  return textWidth.context.measureText(text).width;
}
