// Whole numbers from text. Digits of five bits, lowest first; the sixth bit says that more follow; the
// lowest bit of the number is its sign. Written by ruralmap/draw/numbers.py.

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const VALUE_OF = {};
for (let i = 0; i < DIGITS.length; i++) VALUE_OF[DIGITS.charCodeAt(i)] = i;

function readNumbers(text) {
  const values = [];
  let value = 0;
  let weight = 1;
  for (let i = 0; i < text.length; i++) {
    const digit = VALUE_OF[text.charCodeAt(i)];
    value += (digit & 31) * weight;
    if (digit & 32) {
      weight *= 32;
    } else {
      values.push(value % 2 ? -(value + 1) / 2 : value / 2);
      value = 0;
      weight = 1;
    }
  }
  return values;
}

// A table's columns come as lists, those named in `packed` as text of numbers, those in `repeating` as text of
// positions in the list of their values.
function readTable(source) {
  const columns = Object.assign({}, source.columns);
  for (const name of source.packed) columns[name] = readNumbers(columns[name]);
  for (const name in source.repeating)
    columns[name] = readNumbers(columns[name]).map((position) => source.repeating[name][position]);
  return { rows: source.rows, columns: columns };
}
