/** Numbers as they are printed: with a true minus, and as many decimals as tell something. */

/** Decimals of most numbers: what float32 can answer for, and a capsule's share still shows. */
export const DECIMALS = 4;

/**
 * A number as it is printed: a fixed number of decimals and a true minus.
 * @param {number} value
 * @param {number} decimals
 */
export function print(value, decimals) {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/**
 * A product as it is printed.
 * @param {number} one
 * @param {number} other
 */
export function times(one, other) {
  return `${print(one, DECIMALS)} × ${print(other, DECIMALS)}`;
}

/**
 * Signed, with a true minus and a fixed number of decimals.
 * @param {number} value
 * @param {number} [decimals]
 */
export function signed(value, decimals = 2) {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : `+${text}`;
}

/**
 * A number's text with a true minus.
 * @param {string} text
 */
export function minus(text) {
  return text.replace("-", "−");
}

/** Digits of a number, from its first that is not zero. */
const DIGITS = 3;
/** What is smaller than this many decimals is told as 0. */
const MOST_DECIMALS = 8;

/**
 * Decimals with which a number shows three digits, however small it is.
 * @param {number} value
 */
export function decimalsFor(value) {
  if (value === 0) return 0;
  const decimals = DIGITS - 1 - Math.floor(Math.log10(Math.abs(value)));
  return Math.min(MOST_DECIMALS, Math.max(0, decimals));
}
