// The drawing of flows: bands, then bars, then names and amounts over them.

const DROP_COLOUR = "#57503f";

function paintBands(flows, view) {
  const context = view.context;
  view.inPixels();
  context.lineCap = "butt";
  for (const band of flows.bands) {
    context.globalAlpha = bandAlpha(flows, band);
    context.strokeStyle = band.colour;
    context.lineWidth = band.width;
    context.setLineDash(band.amount < 0 ? [5, 4] : []);
    context.stroke(band.path);
    if (band.kind === "drop") paintVillageEnd(context, band);
  }
  context.globalAlpha = 1;
  context.setLineDash([]);
}

// Bars, names and amounts: over the bands and over the assets that stand on them.
class FlowNames {
  constructor(flows) {
    this.flows = flows;
  }

  paint(view) {
    const { flows } = this;
    const pen = new Pen(flows.page, view, flows.isSmall ? 10.5 : 12.5);
    view.inPixels();
    paintSources(flows, flows.bars, pen, flows.isSmall);
    paintTowns(flows, flows.bars, pen, flows.isSmall);
    paintRests(flows, flows.bars, pen, flows.isSmall);
  }
}

function bandAlpha(flows, band) {
  if (flows.following < 0) return band.kind === "pair" ? 0.62 : 0.36;
  return band.town === flows.following ? 0.9 : 0.07;
}

function paintVillageEnd(context, band) {
  context.fillStyle = band.colour;
  context.beginPath();
  context.arc(band.ends[2], band.ends[3], Math.max(1.6, band.width / 2), 0, 2 * Math.PI);
  context.fill();
}

function paintSources(flows, bars, pen, isSmall) {
  const columns = flows.sources.columns;
  const words = flows.page.data.words;
  bars.sources.forEach((bar, row) => {
    pen.block(bar.x, bar, BAR_PX, columns.colour[row]);
    const isWide = pen.widthOf(columns.name[row]) > bar.x - pen.view.edge - 14;
    const lines =
      isSmall || isWide
        ? [columns.level[row], columns.channel[row], wanText(bar.amount)]
        : [columns.name[row], wanText(bar.amount) + " " + words.wan];
    // Where lines do not fit, the level goes first (its colour says it too), then the amount.
    const fitting = Math.max(1, Math.floor(bar.block / pen.step));
    if (lines.length > 2 && fitting < 3) lines.shift();
    const room = Math.max(bar.x - 9 - pen.view.edge, flows.sourceRoom());
    const texts = lines.slice(0, fitting).map((line) => shortened(line, room, (words) => pen.widthOf(words)));
    pen.write(texts, bar.x - 7, bar.y, "right");
  });
}

function paintTowns(flows, bars, pen, isSmall) {
  const columns = flows.page.tables.townships.columns;
  for (let town = 0; town < flows.towns; town++) {
    const bar = bars.slots[town];
    const isFaint = flows.following >= 0 && flows.following !== town;
    pen.block(bar.x - TOWN_BAR_PX / 2, bar, TOWN_BAR_PX, "#ffffff");
    const lines = isSmall || isFaint || !bar.amount ? [columns.name[town]] : [columns.name[town], wanText(bar.amount)];
    pen.write(lines, bar.x + 7, bar.y, "left");
  }
}

function paintRests(flows, bars, pen, isSmall) {
  const words = flows.page.data.words;
  const east = bars.slots[flows.sums.unplaced].x;
  for (const [slot, label] of [
    [flows.sums.unarranged, words.unarranged],
    [flows.sums.unplaced, words.unplaced],
  ]) {
    const bar = bars.slots[slot];
    if (flows.sums.slotGross[slot] === 0) continue;
    pen.block(bar.x, bar, BAR_PX, "#ffffff");
    pen.write([label + "  " + wanText(bar.amount) + " " + words.wan], east + BAR_PX + 6, bar.y, "left");
  }
  const rest = bars.rest;
  if (flows.sums.restGross === 0) return;
  pen.block(rest.x, rest, BAR_PX, "#ffffff");
  const lines = [flows.sums.restName(), wanText(rest.amount) + (isSmall ? "" : " " + words.wan)];
  const edge = pen.view.edge + flows.page.map.getSize().x;
  const isUnder = rest.x + BAR_PX + 9 + Math.max(...lines.map((line) => pen.widthOf(line))) > edge;
  if (isUnder) pen.write(lines, rest.x + BAR_PX, rest.y + rest.height / 2 + 4 + (pen.step * lines.length) / 2, "right");
  else pen.write(lines, rest.x + BAR_PX + 6, rest.y, "left");
}

// Writes names with a halo, the first line bold, and remembers where, so that other names keep away.
class Pen {
  constructor(page, view, size) {
    this.view = view;
    this.context = view.context;
    this.size = size;
    this.step = size * 1.25;
    this.font = page.font;
  }

  block(x, bar, width, colour) {
    this.context.fillStyle = colour;
    this.context.fillRect(x, bar.top, width, bar.height);
    this.context.strokeStyle = "#14181b";
    this.context.lineWidth = 0.8;
    this.context.strokeRect(x, bar.top, width, bar.height);
  }

  widthOf(line) {
    this.context.font = "600 " + this.size + "px " + this.font;
    return this.context.measureText(line).width;
  }

  write(lines, x, y, align) {
    const step = this.step;
    const top = y - (step * (lines.length - 1)) / 2;
    let widest = 0;
    lines.forEach((line, i) => {
      this.context.font = (i === 0 ? "600 " : "400 ") + this.size + "px " + this.font;
      this.context.textAlign = align;
      haloText(this.context, line, x, top + i * step, "#14181b");
      widest = Math.max(widest, this.context.measureText(line).width);
    });
    const left = align === "right" ? x - widest : x;
    this.view.taken.push([left, top - step / 2, left + widest, top + step * (lines.length - 0.5)]);
  }
}
