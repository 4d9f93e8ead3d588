/** Where keys lead: in a list, in a grid, and what they do on a frame that has a cursor. */

/** One step of each arrow key. */
export const ARROWS = /** @type {const} */ ({
  ArrowLeft: { down: 0, right: -1 },
  ArrowRight: { down: 0, right: 1 },
  ArrowUp: { down: -1, right: 0 },
  ArrowDown: { down: 1, right: 0 },
});

/**
 * The step of an arrow key; null for another key.
 * @param {string} key
 */
export function arrowOf(key) {
  return Object.hasOwn(ARROWS, key) ? ARROWS[/** @type {keyof typeof ARROWS} */ (key)] : null;
}

/**
 * Where a key leads in a list; null for a key that leads nowhere.
 * @param {Pick<KeyboardEvent, "key">} event
 * @param {number} from
 * @param {number} count
 * @param {number} [page] places that Page Up and Page Down go
 */
export function stepInList({ key }, from, count, page = 10) {
  const arrow = arrowOf(key);
  if (arrow) return within(from + arrow.down + arrow.right, count);
  switch (key) {
    case "PageUp":
      return within(from - page, count);
    case "PageDown":
      return within(from + page, count);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

/**
 * Where a key leads in a grid, as the pattern of WAI-ARIA says; null for a key that leads nowhere.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey">} event
 * @param {{row: number, column: number}} from
 * @param {{rows: number, columns: number}} size
 */
export function stepInGrid({ key, ctrlKey }, { row, column }, { rows, columns }) {
  const arrow = arrowOf(key);
  if (arrow)
    return { row: within(row + arrow.down, rows), column: within(column + arrow.right, columns) };
  switch (key) {
    case "Home":
      return { row: ctrlKey ? 0 : row, column: 0 };
    case "End":
      return { row: ctrlKey ? rows - 1 : row, column: columns - 1 };
    case "PageUp":
      return { row: 0, column };
    case "PageDown":
      return { row: rows - 1, column };
    default:
      return null;
  }
}

/**
 * Whether a key presses what the cursor is on.
 * @param {Pick<KeyboardEvent, "key">} event
 */
export function presses({ key }) {
  return key === "Enter" || key === " ";
}

/**
 * Has the keys of a frame move its cursor: it appears when the keyboard comes to the frame, and goes
 * with the focus.
 * @template Place
 * @param {HTMLElement | SVGElement} frame that can have the focus
 * @param {Object} cursor
 * @param {() => Place | null} cursor.start where the cursor appears; null where there is no place
 * @param {(event: KeyboardEvent) => Place | null} cursor.step where a key leads; null where nowhere
 * @param {(place: Place | null) => void} cursor.move
 * @param {() => void} cursor.press told of Enter and the space bar
 */
export function followKeys(frame, { start, step, move, press }) {
  frame.addEventListener("focus", () => {
    if (frame.matches(":focus-visible")) move(start());
  });
  frame.addEventListener("blur", () => move(null));
  frame.addEventListener("keydown", (/** @type {Event} */ told) => {
    const event = /** @type {KeyboardEvent} */ (told);
    if (presses(event)) press();
    else {
      const to = step(event);
      if (to === null) return;
      move(to);
    }
    event.preventDefault();
  });
}

/**
 * @param {number} place
 * @param {number} count
 */
function within(place, count) {
  return Math.max(0, Math.min(count - 1, place));
}
