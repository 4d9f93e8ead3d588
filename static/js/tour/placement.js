/** Where the tour's card stands: beside what it points at, never over it where there is room. */

/**
 * @typedef {{left: number, top: number, width: number, height: number}} Rect in pixels of the window
 * @typedef {{width: number, height: number}} Size
 */

/** Between the card and what it points at, and the edges of the window. */
const GAP = 14;
const EDGE = 8;
/** A pixel of the target that is covered counts as many of what is watched. */
const TARGET_WEIGHT = 1000;
/** As wide as a window must be for a card that stands beside something. */
const WIDE = 641;

/** @param {Size} view */
export function isNarrow(view) {
  return view.width < WIDE;
}

/**
 * The corner of a card beside its target: the first place with room, else the one that covers the
 * least of it, and of several alike the least of what is to be watched. In a narrow window the card
 * is a sheet at the lower edge, or else at the upper one.
 * @param {Rect} target
 * @param {Size} card
 * @param {Size} view the window
 * @param {Rect[]} [watched] what else is better not covered
 * @returns {{left: number, top: number}}
 */
export function placeCard(target, card, view, watched = []) {
  const places = isNarrow(view) ? sheets(card, view) : beside(target, card, view);
  /** @param {{left: number, top: number}} place */
  const covered = (place) => {
    const rect = { ...place, ...card };
    const hidden = watched.reduce((area, each) => area + overlap(each, rect), 0);
    return TARGET_WEIGHT * overlap(target, rect) + hidden;
  };
  return places.reduce((best, place) => (covered(place) < covered(best) ? place : best));
}

/**
 * How far a window has to be scrolled down to show a target beside the sheet at its lower edge.
 * @param {Rect} target
 * @param {Size} card
 * @param {Size} view
 */
export function scrollTowards(target, card, view) {
  const free = isNarrow(view) ? view.height - card.height - GAP : view.height;
  const bottom = target.top + target.height;
  if (target.top >= EDGE && bottom <= free - EDGE) return 0;
  // What is taller than the room begins at its top.
  return target.top - Math.max(EDGE, (free - target.height) / 2);
}

/**
 * @param {Rect} target
 * @param {Size} card
 * @param {Size} view
 */
function beside(target, card, view) {
  const right = target.left + target.width + GAP;
  const below = target.top + target.height + GAP;
  const middle = target.top + Math.min(target.height, view.height) / 2 - card.height / 2;
  const centre = target.left + target.width / 2 - card.width / 2;
  const far = { left: view.width - card.width - EDGE, top: view.height - card.height - EDGE };
  return [
    { left: right, top: middle },
    { left: centre, top: below },
    { left: target.left - card.width - GAP, top: middle },
    { left: centre, top: target.top - card.height - GAP },
    { left: far.left, top: far.top },
    { left: far.left, top: EDGE },
    { left: EDGE, top: far.top },
    { left: EDGE, top: EDGE },
  ].map(({ left, top }) => ({ left: within(left, far.left), top: within(top, far.top) }));
}

/**
 * @param {Size} card
 * @param {Size} view
 */
function sheets(card, view) {
  const left = (view.width - card.width) / 2;
  return [
    { left, top: view.height - card.height - EDGE },
    { left, top: EDGE },
  ];
}

/**
 * @param {number} place
 * @param {number} most
 */
function within(place, most) {
  return Math.max(EDGE, Math.min(most, place));
}

/**
 * The area that two rectangles share.
 * @param {Rect} one
 * @param {Rect} other
 */
function overlap(one, other) {
  const width =
    Math.min(one.left + one.width, other.left + other.width) - Math.max(one.left, other.left);
  const height =
    Math.min(one.top + one.height, other.top + other.height) - Math.max(one.top, other.top);
  return Math.max(0, width) * Math.max(0, height);
}
