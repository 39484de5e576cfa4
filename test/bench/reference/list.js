/**
 * The page that the console is compared with: the same rows and columns, virtualised, sorted and filtered, told by the same
 * updates; plain DOM, without any library, and without details, keyboard pattern, remembered widths and the rest.
 *
 * @typedef {import('../../../shared/connection-status.ts').EndpointStatus} Row
 * @typedef {import('../../../shared/console-state.ts').ConsoleUpdate} Update
 */

const rowHeight = 40;
const overscan = 8;
const columns = /** @type {const} */ (['hostName', 'url', 'groupId', 'priority', 'state', 'connectionState']);
const labels = ['Host Name', 'URL', 'Group ID', 'Priority', 'State', 'Connection State'];

/** @template {Element} T @param {string} selector @param {new () => T} type */
function find(selector, type) {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`there is no ${selector}`);
  return found;
}
const scroller = find('#scroller', HTMLElement);
const filter = find('input', HTMLInputElement);
const [grid, head, body] = [make('grid'), make('row'), make('rowgroup')];
grid.setAttribute('aria-rowcount', '1');
head.id = 'head';
body.style.position = 'relative';
grid.append(head, body);
scroller.append(grid);

/** @param {string} role */
function make(role) {
  const element = document.createElement('div');
  element.setAttribute('role', role);
  return element;
}

/** @type {Map<string, Row>} */
let rows = new Map();
/** @type {Row[]} */
let shown = [];
/** @type {{ column: (typeof columns)[number], isDescending: boolean } | undefined} */
let sorting;
/** @type {Set<string>} */
let selected = new Set();
/** What stands in the document, by host name. @type {Map<string, { element: HTMLElement, row: Row }>} */
const drawn = new Map();

for (const [index, label] of labels.entries()) {
  const cell = make('columnheader');
  cell.setAttribute('aria-sort', 'none');
  cell.textContent = label;
  cell.addEventListener('click', () => sortBy(index));
  head.append(cell);
}

/** @param {number} index */
function sortBy(index) {
  const column = columns[index];
  if (!column) return;
  sorting = { column, isDescending: sorting?.column === column && !sorting.isDescending };
  for (const [place, cell] of [...head.children].entries())
    cell.setAttribute('aria-sort', place !== index ? 'none' : sorting.isDescending ? 'descending' : 'ascending');
  arrange();
}

function arrange() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  shown = [...rows.values()].filter((row) => {
    if (words.length === 0) return true;
    const text = columns
      .map((column) => String(row[column]))
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
  if (sorting) {
    const { column, isDescending } = sorting;
    const sign = isDescending ? -1 : 1;
    shown.sort((a, b) => sign * (a[column] < b[column] ? -1 : a[column] > b[column] ? 1 : 0));
  }
  grid.setAttribute('aria-rowcount', String(shown.length + 1));
  body.style.height = `${shown.length * rowHeight}px`;
  draw();
}

function draw() {
  const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - overscan);
  const last = Math.ceil((scroller.scrollTop + scroller.clientHeight) / rowHeight) + overscan;
  const wanted = new Set();
  for (const [offset, row] of shown.slice(first, last).entries()) {
    wanted.add(row.hostName);
    const known = drawn.get(row.hostName);
    const element = known?.element ?? document.createElement('div');
    if (!known || known.row !== row) fill(element, row);
    element.style.transform = `translateY(${(first + offset) * rowHeight}px)`;
    element.setAttribute('aria-selected', String(selected.has(row.hostName)));
    if (!known) body.append(element);
    drawn.set(row.hostName, { element, row });
  }
  for (const [hostName, { element }] of drawn) {
    if (wanted.has(hostName)) continue;
    element.remove();
    drawn.delete(hostName);
  }
}

/** @param {HTMLElement} element @param {Row} row */
function fill(element, row) {
  element.setAttribute('role', 'row');
  element.style.cssText = 'position: absolute; left: 0; right: 0';
  const cells = columns.map((column) => {
    const cell = make('gridcell');
    cell.tabIndex = -1;
    cell.textContent = String(row[column]);
    if (column === 'connectionState' && row.detail.kind !== 'none') {
      const line = document.createElement('small');
      line.textContent = row.detail.kind === 'failed' ? row.detail.text : row.detail.kind;
      cell.append(line);
    }
    return cell;
  });
  element.replaceChildren(...cells);
}

/** @param {Update} update */
function take(update) {
  if (update.kind === 'snapshot') rows = new Map(update.state.endpoints.map((row) => [row.hostName, row]));
  else if (update.kind === 'snapshot-part') for (const row of update.endpoints) rows.set(row.hostName, row);
  else {
    for (const patch of update.patches) {
      if (patch.kind === 'endpoint') rows.set(patch.endpoint.hostName, patch.endpoint);
      else if (patch.kind === 'endpoint-removed') rows.delete(patch.hostName);
    }
  }
  if (update.kind === 'patches' || !update.more) arrange();
}

scroller.addEventListener('scroll', draw);
filter.addEventListener('input', arrange);
document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey && event.key === 'a')) return;
  event.preventDefault();
  selected = new Set(shown.map(({ hostName }) => hostName));
  draw();
});
new WebSocket(`ws://${location.host}/`).addEventListener('message', ({ data }) => take(JSON.parse(String(data))));
