// Names: townships always, villages where there is room. A name that would cover another moves a little, or
// is left out.

const HALO_PX = 3.2;
const SMALL_PX = 520; // a map narrower than this is on a phone
const MANY_SYMBOLS = 500; // among more symbols than this there is no free place to look for
const ROOM_PX = 19; // villages are named once the middling one has this much room around its middle
// Where a name may stand, in heights of its letters away from the middle.
const SHIFTS = [0, 1.3, -1.3, 2.4, -2.4];
const NEARBY = [1, -1]; // under or over the end of a flow

class Labels {
  constructor(page) {
    this.page = page;
    this.widths = {};
    const radii = page.tables.villages.columns.radius.slice().sort((a, b) => a - b);
    this.middling = radii[radii.length >> 1] || 0;
  }

  paint(view) {
    const isSmall = this.page.map.getSize().x < SMALL_PX;
    view.inPixels();
    if (this.page.shown.townshipNames) {
      const style = { size: isSmall ? 11.5 : 13.5, weight: 600, colour: "#14181b", shifts: SHIFTS, always: true };
      this.write(view, this.page.tables.townships, style);
    }
    const followed = this.page.flows ? this.page.flows.following : -1;
    if (followed >= 0) {
      const style = { size: isSmall ? 10 : 11, weight: 400, colour: "#2f3438", shifts: NEARBY, township: followed };
      this.write(view, this.page.flows.sums.ends, style);
    }
    if (this.page.shown.villageNames && this.middling * view.scale >= ROOM_PX) {
      const style = { size: 11.5, weight: 400, colour: "#2f3438", shifts: SHIFTS, fits: 1.1 };
      this.write(view, this.page.tables.villages, style);
    }
  }

  write(view, table, style) {
    const context = view.context;
    context.font = style.weight + " " + style.size + "px " + this.page.font;
    context.textAlign = "center";
    const columns = table.columns;
    const names = columns.label || columns.name;
    for (let row = 0; row < table.rows; row++) {
      const x = view.x(columns.x[row]);
      const y = view.y(columns.y[row]);
      if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
      if (style.township >= 0 && (columns.township[row] !== style.township || !columns.amount[row])) continue;
      const half = this.width(context, names[row]) / 2;
      if (style.fits && half > columns.radius[row] * view.scale * style.fits) continue;
      const place = this.freePlace(view, [x, y, half], style);
      if (place === null) continue;
      haloText(context, names[row], x, place, style.colour);
    }
  }

  // The first of the allowed places that covers no name and no symbol, else the first that covers no name.
  // A township's name is never dropped.
  freePlace(view, [x, y, half], style) {
    const tall = style.size * 0.68;
    const symbols = view.symbols.length <= MANY_SYMBOLS ? view.symbols : [];
    for (const kept of [symbols, []]) {
      for (const shift of style.shifts) {
        const middle = y + shift * style.size;
        const box = [x - half - 2, middle - tall, x + half + 2, middle + tall];
        if (view.taken.concat(kept).some((other) => overlaps(box, other))) continue;
        view.taken.push(box);
        return middle;
      }
    }
    return style.always ? y : null;
  }

  width(context, text) {
    const key = context.font + text;
    if (!(key in this.widths)) this.widths[key] = context.measureText(text).width;
    return this.widths[key];
  }
}

function haloText(context, text, x, y, colour) {
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.strokeStyle = "rgba(255,255,255,.9)";
  context.lineWidth = HALO_PX;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function overlaps(one, other) {
  return one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
}
