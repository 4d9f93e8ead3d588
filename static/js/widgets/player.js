/** Going along a way of steps, by hand or by itself: a step back, play, a step on, a slider, a speed. */

import { choice, element } from "./dom.js";

/**
 * @typedef {Object} Way
 * @property {() => number} at how many steps are done
 * @property {() => number} last how many there are
 * @property {(count: number) => void} go shows what is there after so many steps
 * @property {() => boolean} anew whether to play is to begin with the first step
 * @property {() => void} changed told when it begins to play by itself, or ceases to
 */

/**
 * @param {Way} way
 * @param {Object} names
 * @param {string} names.slider
 * @param {[string, string]} names.steps of a step back and a step on
 * @param {string} names.speed
 * @param {{value: number, text: string}[]} speeds milliseconds that a step is shown; first the middle
 *   one holds
 */
export function createPlayer(way, names, speeds) {
  const timer = createTimer(way, () => rest);
  let rest = speeds[Math.floor(speeds.length / 2)].value;
  const play = element("button", { type: "button", class: "play", onclick: timer.turn });
  const [back, forth] = /** @type {const} */ ([
    ["◀", -1],
    ["▶", 1],
  ]).map(([text, by], index) => {
    const name = names.steps[index];
    const onclick = () => go(way.at() + by);
    return element("button", { type: "button", title: name, "aria-label": name, onclick }, text);
  });
  const slider = element("input", {
    type: "range",
    min: 0,
    step: 1,
    "aria-label": names.slider,
    oninput: () => go(slider.valueAsNumber),
  });
  const speed = choice(names.speed, speeds, (value) => {
    rest = value;
    speed.show(value);
    timer.again();
  });
  speed.show(rest);

  /** By hand. @param {number} count */
  function go(count) {
    timer.pause();
    way.go(count);
  }

  return {
    ...{ play, back, forth, slider, speed: speed.root },
    ...{ turn: timer.turn, pause: timer.pause, playing: timer.playing },
    /** @param {string} [text] of the button that plays, while it does not */
    show(text = "▶ Play") {
      play.textContent = timer.playing() ? "❚❚ Pause" : text;
      back.disabled = way.at() === 0;
      forth.disabled = way.at() >= way.last();
      slider.max = String(way.last());
      slider.value = String(way.at());
    },
  };
}

/**
 * Takes step after step, until the last is done or someone pauses it.
 * @param {Way} way
 * @param {() => number} rest milliseconds from one step to the next
 */
export function createTimer({ at, last, go, anew, changed }, rest) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const playing = () => timer !== undefined;

  function next() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      go(at() + 1);
      // What it shows may have paused it.
      if (!playing()) return;
      if (at() >= last()) pause();
      else next();
    }, rest());
  }

  function pause() {
    if (!playing()) return;
    clearTimeout(timer);
    timer = undefined;
    changed();
  }

  return {
    ...{ playing, pause },
    /** Plays, or pauses. */
    turn() {
      if (playing()) return pause();
      if (anew()) go(0);
      next();
      changed();
    },
    /** Begins the present rest anew, where it plays. */
    again() {
      if (playing()) next();
    },
  };
}
