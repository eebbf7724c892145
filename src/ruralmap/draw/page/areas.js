// Filled areas, their borders, and the outline of what is chosen.

const PATTERN_PX = 7;

// A pattern's tile: slanting lines or dots. It keeps its size on the screen whatever the zoom.
function patternTile(style, ratio) {
  const size = Math.round(PATTERN_PX * ratio);
  const tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const context = tile.getContext("2d");
  context.strokeStyle = context.fillStyle = style.ink;
  context.lineWidth = 1.1 * ratio;
  context.beginPath();
  if (style.pattern === "hatch") {
    for (const shift of [-size, 0, size]) {
      context.moveTo(shift - 1, size + 1);
      context.lineTo(shift + size + 1, -1);
    }
    context.stroke();
  } else {
    context.arc(size / 2, size / 2, 0.95 * ratio, 0, 2 * Math.PI);
    context.fill();
  }
  return tile;
}

class Areas {
  // `classOf` gives the number of a cell's class; `classes` hold colour, pattern and ink.
  constructor(coverage, classes, classOf) {
    this.coverage = coverage;
    this.classes = classes;
    this.classOf = classOf;
  }

  choose(classes, classOf) {
    this.classes = classes;
    this.classOf = classOf;
    this.paths = null;
  }

  gather() {
    const members = this.classes.map(() => []);
    this.coverage.cells.forEach((_, cell) => members[this.classOf(cell)].push(cell));
    this.paths = members.map((cells) => cellsPath(this.coverage, cells));
  }

  paint(view) {
    if (!this.paths) this.gather();
    view.inGrid();
    this.classes.forEach((style, number) => {
      view.context.fillStyle = style.colour;
      view.context.fill(this.paths[number], "evenodd");
      if (style.pattern === "plain") return;
      const pattern = view.context.createPattern(patternTile(style, view.ratio), "repeat");
      const scale = 1 / (view.scale * view.ratio);
      pattern.setTransform(new DOMMatrix([scale, 0, 0, scale, 0, 0]));
      view.context.fillStyle = pattern;
      view.context.fill(this.paths[number], "evenodd");
    });
  }

  hit(x, y, view) {
    const cell = cellAt(this.coverage, view.gridX(x), view.gridY(y), view.context);
    return cell < 0 ? null : { kind: "cell", cell: cell };
  }
}

class Borders {
  constructor(coverage, strokes) {
    this.layers = [
      [bordersPath(coverage, VILLAGE_BORDER), strokes.village],
      [bordersPath(coverage, TOWNSHIP_BORDER), strokes.township],
      [bordersPath(coverage, COUNTY_BORDER), strokes.county],
    ];
  }

  paint(view) {
    view.stroke(this.layers[0][0], this.layers[0][1]);
    // A light casing keeps the broken line in sight on a dark fill.
    view.stroke(this.layers[1][0], { colour: "#ffffff", width_px: this.layers[1][1].width_px + 1.6 }, 0.75);
    view.stroke(this.layers[1][0], this.layers[1][1]);
    view.stroke(this.layers[2][0], this.layers[2][1]);
  }
}

class Chosen {
  constructor(coverage) {
    this.coverage = coverage;
    this.path = null;
  }

  choose(cells) {
    this.path = cells && cells.length ? outlinePath(this.coverage, cells) : null;
  }

  paint(view) {
    if (!this.path) return;
    view.stroke(this.path, { colour: "#ffffff", width_px: 5.5 });
    view.stroke(this.path, { colour: "#14181b", width_px: 2.6 });
  }
}
