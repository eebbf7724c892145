// Words and figures. All text goes into the page as text nodes: nothing that a name holds is ever markup.

function element(tag, className, children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const child of [].concat(children === undefined ? [] : children))
    made.appendChild(typeof child === "object" ? child : document.createTextNode(String(child)));
  return made;
}

function grouped(whole) {
  return String(whole).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

function signOf(number) {
  return number < 0 ? "−" : "";
}

// Amounts are whole fen below 2^53: remainders keep every step exact.
function yuanText(fen) {
  const size = Math.abs(fen);
  const rest = size % 100;
  return signOf(fen) + grouped((size - rest) / 100) + "." + String(rest).padStart(2, "0");
}

function wanText(fen) {
  const rounded = Math.abs(fen) + 5000;
  const hundredths = (rounded - (rounded % 10000)) / 10000;
  const rest = hundredths % 100;
  return signOf(fen) + grouped((hundredths - rest) / 100) + "." + String(rest).padStart(2, "0");
}

const FORMATS = {
  text: (value) => String(value),
  whole: (value) => signOf(value) + grouped(Math.abs(value)),
  signed: (value) => (value > 0 ? "+" : signOf(value)) + grouped(Math.abs(value)),
  percent: (value) => (value * 100).toFixed(2) + "%",
  yuan: yuanText,
  wan: wanText,
};

// One line of a card, or null where an optional one has nothing to say. An unknown value is said to be one.
function lineText(line, columns, row, words) {
  const value = columns[line.column][row];
  const isMissing = value === null || value === undefined || value === "";
  if (line.optional && (isMissing || value === 0)) return null;
  if (isMissing) return words.unknown;
  if (line.choices) return line.choices[value];
  return FORMATS[line.format](value) + (line.unit ? " " + line.unit : "");
}
