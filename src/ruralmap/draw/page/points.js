// Symbols at points: the shape says the class, the fill says the state.

const MARK_FROM_PX = 4.5; // smaller symbols carry no mark: it would only smudge

// One symbol, drawn once and then stamped: shape, fill, outline and the mark across it.
function symbolSprite(style, radius, ratio) {
  const half = Math.ceil(radius * 1.35 + 2);
  const sprite = document.createElement("canvas");
  sprite.width = sprite.height = Math.ceil(2 * half * ratio);
  const context = sprite.getContext("2d");
  context.setTransform(radius * ratio, 0, 0, radius * ratio, half * ratio, half * ratio);
  const outline = new Path2D(style.shape);
  context.lineJoin = "round";
  context.strokeStyle = "#ffffff";
  context.lineWidth = 2.6 / radius;
  context.stroke(outline);
  context.fillStyle = style.colour;
  context.fill(outline);
  context.strokeStyle = style.line;
  context.lineWidth = style.width / radius;
  context.stroke(outline);
  if (style.mark && radius >= MARK_FROM_PX) {
    context.strokeStyle = context.fillStyle = style.ink;
    context.lineWidth = 0.26;
    context.stroke(new Path2D(style.mark));
  }
  return { image: sprite, half: half, size: 2 * half };
}

class Points {
  // `styleOf` names the style of a row; `shows` says whether the filters let it through.
  constructor(table, spec, shows) {
    this.columns = table.columns;
    this.rows = table.rows;
    this.spec = spec;
    this.shows = shows;
    this.order = orderOf(table, spec);
    this.sprites = {};
  }

  radius(view) {
    const grown = this.spec.radius * Math.pow(1.22, view.zoom - this.spec.zoom);
    return Math.max(this.spec.smallest, Math.min(this.spec.largest, grown));
  }

  // Where symbols are as large as what they stand for, `size` names the column: hundredths of the common radius.
  own(row, radius) {
    return this.spec.size ? (radius * this.columns[this.spec.size][row]) / 100 : radius;
  }

  sprite(row, radius, view) {
    const fill = this.spec.fills[this.spec.fill ? this.columns[this.spec.fill][row] : 0];
    const shape = this.spec.shapes[this.spec.shape ? this.columns[this.spec.shape][row] : 0];
    const key = [fill.colour, fill.mark, shape, radius, view.ratio].join();
    if (!this.sprites[key]) {
      const style = Object.assign({ shape: shape, line: this.spec.line, width: this.spec.width }, fill);
      this.sprites[key] = symbolSprite(style, radius, view.ratio);
    }
    return this.sprites[key];
  }

  paint(view) {
    view.inPixels();
    const radius = Math.round(this.radius(view) * 4) / 4;
    if (radius !== this.drawnRadius) this.sprites = {};
    this.drawnRadius = radius;
    for (const row of this.order) {
      if (!this.shows(row)) continue;
      const x = view.x(this.columns.x[row]);
      const y = view.y(this.columns.y[row]);
      const own = this.own(row, radius);
      if (x < -own || y < -own || x > view.width + own || y > view.height + own) continue;
      const sprite = this.sprite(row, own, view);
      view.context.drawImage(sprite.image, x - sprite.half, y - sprite.half, sprite.size, sprite.size);
      view.symbols.push([x - own, y - own, x + own, y + own]);
    }
  }

  // The topmost symbol within reach of a pixel.
  hit(x, y, view) {
    let found = -1;
    let nearest = Infinity;
    for (const row of this.order) {
      const dx = view.x(this.columns.x[row]) - x;
      const dy = view.y(this.columns.y[row]) - y;
      const distance = dx * dx + dy * dy;
      const reach = this.own(row, this.drawnRadius) + 3;
      if (distance <= Math.min(nearest, reach * reach) && this.shows(row)) {
        nearest = distance;
        found = row;
      }
    }
    return found < 0 ? null : { kind: "row", table: this.spec.table, row: found };
  }
}

// What needs attention is drawn last, so that it lies on top.
function orderOf(table, spec) {
  const order = Array.from({ length: table.rows }, (_, row) => row);
  const fills = table.columns[spec.fill];
  if (fills) order.sort((a, b) => spec.weights[fills[a]] - spec.weights[fills[b]] || a - b);
  return order;
}
