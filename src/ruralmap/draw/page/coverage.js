// The borders: arcs that neighbours share, and the cells (villages) made of them.

const COUNTY_BORDER = "0";
const TOWNSHIP_BORDER = "1";
const VILLAGE_BORDER = "2";

function readCoverage(source) {
  const arcs = readArcs(readNumbers(source.arcs));
  return {
    arcs: arcs,
    cells: readCells(readNumbers(source.cells)),
    townships: readNumbers(source.townships),
    kinds: source.kinds,
    paths: [],
    boxes: [],
  };
}

function readArcs(numbers) {
  const arcs = [];
  let at = 0;
  let startX = 0;
  let startY = 0;
  while (at < numbers.length) {
    const arc = new Int32Array(2 * numbers[at++]);
    let x = (startX += numbers[at++]);
    let y = (startY += numbers[at++]);
    arc[0] = x;
    arc[1] = y;
    for (let i = 2; i < arc.length; i += 2) {
      arc[i] = x += numbers[at++];
      arc[i + 1] = y += numbers[at++];
    }
    arcs.push(arc);
  }
  return arcs;
}

function readCells(numbers) {
  const cells = [];
  let at = 0;
  while (at < numbers.length) {
    const rings = [];
    for (let left = numbers[at++]; left > 0; left--) {
      const count = numbers[at++];
      rings.push(numbers.slice(at, at + count));
      at += count;
    }
    cells.push(rings);
  }
  return cells;
}

// Follow an arc in one of its directions; a ring's next arc begins where the last one ended.
function traceArc(path, arc, turned, isFirst) {
  const last = arc.length - 2;
  for (let i = 0; i <= last; i += 2) {
    const at = turned ? last - i : i;
    if (i > 0) path.lineTo(arc[at], arc[at + 1]);
    else if (isFirst) path.moveTo(arc[at], arc[at + 1]);
  }
}

// A ring's last arc ends where its first began. It is not closed by `closePath`: Chromium would measure the
// whole path each time, and 5,000 villages would take seconds.
function traceCell(path, coverage, cell) {
  for (const ring of coverage.cells[cell])
    ring.forEach((reference, order) =>
      traceArc(path, coverage.arcs[reference >> 1], reference & 1, order === 0)
    );
}

function cellPath(coverage, cell) {
  if (!coverage.paths[cell]) {
    coverage.paths[cell] = new Path2D();
    traceCell(coverage.paths[cell], coverage, cell);
  }
  return coverage.paths[cell];
}

function cellsPath(coverage, cells) {
  const path = new Path2D();
  for (const cell of cells) traceCell(path, coverage, cell);
  return path;
}

// The outline of several cells together: the arcs that only one of them uses.
function outlinePath(coverage, cells) {
  const uses = new Map();
  for (const cell of cells)
    for (const ring of coverage.cells[cell])
      for (const reference of ring) uses.set(reference >> 1, (uses.get(reference >> 1) || 0) + 1);
  const path = new Path2D();
  uses.forEach((count, arc) => {
    if (count === 1) traceArc(path, coverage.arcs[arc], false, true);
  });
  return path;
}

function bordersPath(coverage, kind) {
  const path = new Path2D();
  coverage.arcs.forEach((arc, i) => {
    if (coverage.kinds[i] === kind) traceArc(path, arc, false, true);
  });
  return path;
}

// West, north, east and south of a cell, in grid units.
function cellBox(coverage, cell) {
  if (!coverage.boxes[cell]) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of coverage.cells[cell])
      for (const reference of ring) {
        const arc = coverage.arcs[reference >> 1];
        for (let i = 0; i < arc.length; i += 2) {
          if (arc[i] < box[0]) box[0] = arc[i];
          if (arc[i + 1] < box[1]) box[1] = arc[i + 1];
          if (arc[i] > box[2]) box[2] = arc[i];
          if (arc[i + 1] > box[3]) box[3] = arc[i + 1];
        }
      }
    coverage.boxes[cell] = box;
  }
  return coverage.boxes[cell];
}

function cellsBox(coverage, cells) {
  const boxes = cells.map((cell) => cellBox(coverage, cell));
  return [
    Math.min(...boxes.map((box) => box[0])),
    Math.min(...boxes.map((box) => box[1])),
    Math.max(...boxes.map((box) => box[2])),
    Math.max(...boxes.map((box) => box[3])),
  ];
}

function cellsOfTownship(coverage, township) {
  const cells = [];
  coverage.townships.forEach((one, cell) => one === township && cells.push(cell));
  return cells;
}

// Which cell holds a place? Boxes first, then the exact outline.
function cellAt(coverage, x, y, context) {
  for (let cell = 0; cell < coverage.cells.length; cell++) {
    const box = cellBox(coverage, cell);
    if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) continue;
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (context.isPointInPath(cellPath(coverage, cell), x, y, "evenodd")) return cell;
  }
  return -1;
}
