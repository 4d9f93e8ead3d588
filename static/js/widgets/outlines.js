/** Outlines of boxes over a picture. */

/**
 * @typedef {Object} Box cells that are outlined
 * @property {number} [tile] place of the tile in the picture; without it, every tile
 * @property {number} row
 * @property {number} column
 * @property {number} height
 * @property {number} width
 * @property {"here" | "from" | "to"} [role] the unit itself, what it came from, what it goes to
 */

const ROLES = /** @type {const} */ (["from", "to", "here"]);
const SVG = "http://www.w3.org/2000/svg";
/** More boxes than this at once are drawn thin, or they would hide the picture. */
const FEW = 64;

/** @typedef {ReturnType<typeof createOutlines>} Outlines */

/**
 * One path a role, on a halo that shows on any colour.
 * @param {import("../graphics/raster.js").TileLayout} layout
 */
export function createOutlines(layout) {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("class", "boxes");
  root.setAttribute("aria-hidden", "true");
  root.setAttribute("viewBox", `0 0 ${layout.width} ${layout.height}`);
  root.setAttribute("preserveAspectRatio", "none");
  const paths = ROLES.map((role) => {
    const [halo, line] = ["box-halo", "box"].map((name) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", `${name} box-${role}`);
      return path;
    });
    root.append(halo, line);
    return { role, halo, line };
  });
  return {
    root,
    /** @param {Box[]} boxes */
    show(boxes) {
      for (const { role, halo, line } of paths) {
        const own = boxes.filter((box) => (box.role ?? "from") === role);
        const many = own.some(({ tile }) => tile === undefined) && layout.count > FEW;
        const d = own.map((box) => boxPath(box, layout)).join("");
        halo.setAttribute("d", many ? "" : d);
        line.setAttribute("d", d);
        line.classList.toggle("box-many", many);
      }
    },
  };
}

/**
 * @param {Box} box
 * @param {import("../graphics/raster.js").TileLayout} layout
 */
function boxPath({ tile, row, column, height, width }, layout) {
  const tiles = tile === undefined ? Array.from({ length: layout.count }, (_, i) => i) : [tile];
  return tiles
    .map((index) => {
      const { x, y } = layout.tile(index);
      return `M${x + column} ${y + row}h${width}v${height}h${-width}z`;
    })
    .join("");
}
