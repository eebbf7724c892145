// Lines of things: what was built along them, or what they join. Each belongs to a row of a table.

const LINE_REACH_PX = 5; // how near a pointer must come

class Lines {
  // `spec.arcs` are the lines, `spec.rows` the row of each; the row's column `spec.style` chooses its stroke.
  constructor(table, spec, shows) {
    this.columns = table.columns;
    this.spec = spec;
    this.shows = shows;
    this.rows = readNumbers(spec.rows);
    this.paths = readArcs(readNumbers(spec.arcs)).map((arc) => {
      const path = new Path2D();
      traceArc(path, arc, 0, true);
      return path;
    });
  }

  paint(view) {
    const shown = this.paths.map((path, i) => [path, this.rows[i]]).filter(([, row]) => this.shows(row));
    const strokeOf = (row) => this.spec.strokes[this.spec.style ? this.columns[this.spec.style][row] : 0];
    // All casings first, so that none cuts through another line.
    for (const [path, row] of shown)
      view.stroke(path, { colour: "#ffffff", width_px: strokeOf(row).width_px + 2 }, 0.8);
    for (const [path, row] of shown) view.stroke(path, strokeOf(row));
  }

  hit(x, y, view) {
    if (!this.spec.clicked) return null;
    const context = view.context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.setLineDash([]);
    context.lineWidth = (2 * LINE_REACH_PX) / view.scale;
    const found = this.paths.findIndex(
      (path, i) => this.shows(this.rows[i]) && context.isPointInStroke(path, view.gridX(x), view.gridY(y))
    );
    return found < 0 ? null : { kind: "row", table: this.spec.table, row: this.rows[found] };
  }
}
