// The canvas under everything: one Leaflet renderer, on which painters draw in order.
//
// A painter has `paint(view)` and may have `hit(x, y, view)`, which returns what lies under a pixel. A view
// turns grid units into pixels: pixel = grid * view.scale + view.left (or view.top). The canvas is larger than
// the map, whose left edge is at `view.edge`. In `view.taken` and
// `view.symbols` painters leave the boxes that names drawn later should keep away from.

const QUICK_MS = 12; // a stage that draws faster than this is drawn again while the map is dragged

const Stage = L.Renderer.extend({
  options: { padding: 0.2, pane: "overlayPane" },

  initialize: function (grid, painters) {
    L.Renderer.prototype.initialize.call(this, {});
    this._grid = grid;
    this._painters = painters;
    this._lastMs = 0;
    const metres = L.point(grid.west, grid.north);
    this._corner = L.CRS.EPSG3857.projection.unproject(metres);
  },

  getEvents: function () {
    const events = L.Renderer.prototype.getEvents.call(this);
    events.move = this._onMove;
    events.resize = this._update;
    return events;
  },

  _initContainer: function () {
    this._container = document.createElement("canvas");
    this._container.className = "rm-canvas";
    this._context = this._container.getContext("2d");
  },

  _destroyContainer: function () {
    L.DomUtil.remove(this._container);
    this._container = null;
  },

  _onMove: function () {
    if (this._lastMs < QUICK_MS && this._map.getZoom() === this._zoom) this._update();
  },

  _update: function () {
    if (!this._container || (this._map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = Math.max(window.devicePixelRatio || 1, this.ratio || 1);
    this._container.width = Math.round(size.x * ratio);
    this._container.height = Math.round(size.y * ratio);
    this._container.style.width = size.x + "px";
    this._container.style.height = size.y + "px";
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this.view = this._makeView(size, ratio);
    this.redraw();
  },

  _makeView: function (size, ratio) {
    const zoom = this._map.getZoom();
    const corner = this._map
      .project(this._corner, zoom)
      .subtract(this._map.getPixelOrigin())
      .subtract(this._bounds.min);
    const worldPixels = L.CRS.EPSG3857.scale(zoom);
    const worldMetres = 2 * Math.PI * L.Projection.SphericalMercator.R;
    return new View(this._context, {
      scale: (worldPixels / worldMetres) * this._grid.step,
      edge: this._map.containerPointToLayerPoint([0, 0]).x - this._bounds.min.x,
      left: corner.x,
      top: corner.y,
      width: size.x,
      height: size.y,
      ratio: ratio,
      zoom: zoom,
    });
  },

  redraw: function () {
    if (!this.view) return;
    const began = performance.now();
    this.view.taken = [];
    this.view.symbols = [];
    this.view.inPixels();
    this._context.clearRect(0, 0, this.view.width, this.view.height);
    for (const painter of this._painters) painter.paint(this.view);
    this._lastMs = performance.now() - began;
    this.draws = (this.draws || 0) + 1;
  },

  // What lies under a pixel of the map? The painter drawn last is asked first.
  hit: function (containerPoint) {
    for (let i = this._painters.length - 1; i >= 0; i--) {
      const found = this._painters[i].hit && this.ground(containerPoint, this._painters[i]);
      if (found) return found;
    }
    return null;
  },

  // What one painter has under a pixel, whatever lies above it.
  ground: function (containerPoint, painter) {
    const at = this._map.containerPointToLayerPoint(containerPoint).subtract(this._bounds.min);
    return painter.hit(at.x, at.y, this.view);
  },

  latLngOf: function (x, y) {
    const metres = L.point(this._grid.west + x * this._grid.step, this._grid.north - y * this._grid.step);
    return L.CRS.EPSG3857.projection.unproject(metres);
  },

  boundsOf: function (box) {
    return L.latLngBounds(this.latLngOf(box[0], box[3]), this.latLngOf(box[2], box[1]));
  },
});

class View {
  constructor(context, numbers) {
    Object.assign(this, numbers);
    this.context = context;
  }

  // Draw in grid units: borders are traced once and only scaled. Line widths are then in grid units too.
  inGrid() {
    const scale = this.scale * this.ratio;
    this.context.setTransform(scale, 0, 0, scale, this.left * this.ratio, this.top * this.ratio);
  }

  inPixels() {
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
  }

  x(gridX) {
    return gridX * this.scale + this.left;
  }

  y(gridY) {
    return gridY * this.scale + this.top;
  }

  gridX(x) {
    return (x - this.left) / this.scale;
  }

  gridY(y) {
    return (y - this.top) / this.scale;
  }

  stroke(path, style, alpha) {
    const context = this.context;
    this.inGrid();
    context.lineJoin = "round";
    context.lineCap = "round";
    context.globalAlpha = alpha === undefined ? 1 : alpha;
    context.strokeStyle = style.colour;
    context.lineWidth = style.width_px / this.scale;
    context.setLineDash((style.dash || []).map((length) => length / this.scale));
    context.stroke(path);
    context.setLineDash([]);
    context.globalAlpha = 1;
  }
}
