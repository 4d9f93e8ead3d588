/** The one place that holds what the page shows; panels watch it and never call each other. */

/**
 * @typedef {import("./state.js").State} State
 *
 * @typedef {ReturnType<typeof createStore>} WholeStore
 * @typedef {Pick<WholeStore, "state" | "update" | "watch">} Store what a panel uses of it
 * @typedef {ReturnType<typeof createScope>} Scope
 */

/**
 * @typedef {Object} Watcher
 * @property {(keyof State)[]} keys
 * @property {() => void} run
 * @property {boolean} scoped whether it can be told later
 */

/**
 * A store that runs a watcher whenever one of its keys has changed.
 * @param {State} initial
 */
export function createStore(initial) {
  let state = initial;
  /** @type {Set<Watcher>} */
  const watchers = new Set();
  /** Scoped watchers that are still to be told. @type {Set<Watcher>} */
  const late = new Set();
  /** @type {(() => void)[]} */
  const queue = [];
  let running = false;

  /**
   * Tells all watchers of what changed, now; with `scopesLater` those of scopes at the next
   * `catchUp`. There is no third time at which anything is repainted.
   * @param {Partial<State>} patch
   * @param {{scopesLater?: boolean}} [how]
   */
  function update(patch, { scopesLater = false } = {}) {
    const changed = /** @type {(keyof State)[]} */ (Object.keys(patch)).filter(
      (key) => state[key] !== patch[key],
    );
    if (changed.length === 0) return;
    state = { ...state, ...patch };
    enqueue(() => {
      for (const watcher of [...watchers]) {
        if (!watcher.keys.some((key) => changed.includes(key))) continue;
        if (scopesLater && watcher.scoped) late.add(watcher);
        else tell(watcher);
      }
    });
  }

  /** Tells scopes what they were not told yet. */
  function catchUp() {
    enqueue(() => [...late].forEach(tell));
  }

  /** @param {Watcher} watcher */
  function tell(watcher) {
    late.delete(watcher);
    // One that another has ended meanwhile is not run.
    if (watchers.has(watcher)) watcher.run();
  }

  /** @param {() => void} telling */
  function enqueue(telling) {
    queue.push(telling);
    if (running) return;
    // A watcher may update: its change is told to all after the present one was.
    running = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) next();
    } finally {
      queue.length = 0;
      running = false;
    }
  }

  /**
   * @param {(keyof State)[]} keys
   * @param {() => void} run
   * @param {boolean} scoped
   */
  function add(keys, run, scoped) {
    const watcher = { keys, run, scoped };
    watchers.add(watcher);
    try {
      run();
    } catch (error) {
      // What could not start has no one who would end it.
      watchers.delete(watcher);
      throw error;
    }
    return () => {
      watchers.delete(watcher);
      late.delete(watcher);
    };
  }

  /**
   * Runs now and after each change of a key; returns what ends it.
   * @param {(keyof State)[]} keys
   * @param {() => void} run
   */
  function watch(keys, run) {
    return add(keys, run, false);
  }

  return {
    get state() {
      return state;
    },
    update,
    catchUp,
    watch,
    scope: () => createScope(() => state, update, add),
  };
}

/**
 * The same store for a panel that comes and goes, or that may lag behind the strip: all its watchers
 * end with `dispose`.
 * @param {() => State} read
 * @param {(patch: Partial<State>) => void} update
 * @param {(keys: (keyof State)[], run: () => void, scoped: boolean) => () => void} add
 */
function createScope(read, update, add) {
  /** @type {(() => void)[]} */
  const ends = [];
  return {
    get state() {
      return read();
    },
    update,
    /**
     * Runs now and after each change of a key; returns what ends it.
     * @param {(keyof State)[]} keys
     * @param {() => void} run
     */
    watch(keys, run) {
      const end = add(keys, run, true);
      ends.push(end);
      return end;
    },
    /** @param {() => void} end something else that ends with the panel */
    onDispose(end) {
      ends.push(end);
    },
    dispose() {
      for (const end of ends.splice(0)) end();
    },
  };
}
