"""What tests run inside the page."""

from __future__ import annotations

RECORD_CALLS = """
    const real = window.fetch;
    window.calls = [];
    window.fetch = async (resource, options) => {
      const { pathname, searchParams } = new URL(resource, location.href);
      const query = Object.fromEntries(searchParams);
      const { body, headers } = options ?? {};
      const type = headers?.["Content-Type"];
      // What keeps the page up says how exact it has to be; labs ask for traces of their own.
      const live = pathname === "/api/trace" && "precision" in query;
      const call = { path: pathname, query, body, type, live, answered: false };
      window.calls.push(call);
      const response = await real(resource, options);
      call.answered = response.ok;
      call.at = performance.now();
      return response;
    };
"""
"""Bodies of fetch are not to be had from outside the page."""

AT_REST = """
    async (limit) => {
      const frame = () => new Promise(requestAnimationFrame);
      for (const end = performance.now() + limit; performance.now() < end; ) {
        await frame();
        await frame(); // a change is sent with the frame that follows it
        const traces = window.calls.filter(({ live }) => live);
        const last = traces.at(-1);
        const answers = traces.filter(({ answered }) => answered).length;
        const { painted, strip } = document.body.dataset;
        // A late answer of another network is dropped: there is no more to come after a while.
        const isOver = painted === strip && performance.now() - last?.at > 1000;
        const isPainted = Number(painted) === answers || isOver;
        if (last?.answered && last.query.precision === "float32" && isPainted) return "";
      }
      return `painted ${document.body.dataset.painted}, asked ${window.calls.length} times`;
    }
"""

SENT = """
    async () => {
      const { query, body, type } = window.calls.findLast(({ live }) => live);
      const bytes = new Uint8Array(await new Response(body).arrayBuffer());
      return { query, type, body: btoa(String.fromCharCode(...bytes)) };
    }
"""

PAINTED_AFTER = """
    async (number) => {
      const frame = () => new Promise(requestAnimationFrame);
      const end = performance.now() + 60_000;
      while (Number(document.body.dataset.painted) <= number && performance.now() < end) {
        await frame();
      }
      return Number(document.body.dataset.painted);
    }
"""

FRAMES = """
    async () => {
      const frame = () => new Promise(requestAnimationFrame);
      await frame();
      await frame();
    }
"""
"""A change is painted with the frame that follows it, and that frame is over with the next."""

PIXELS = """
    (canvas) => {
      const { height, width } = canvas;
      const settings = { willReadFrequently: true }; // reading the page's own would slow it down
      const copy = new OffscreenCanvas(width, height).getContext("2d", settings);
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, width, height);
      let letters = "";
      for (let start = 0; start < data.length; start += 8192) {
        letters += String.fromCharCode(...data.subarray(start, start + 8192));
      }
      return { height, width, bytes: btoa(letters) };
    }
"""


GO = """
    async (href) => {
      const before = document.querySelector("#stage-title");
      window.calls = window.calls.filter(({ live }) => live); // of labs that are no longer open
      history.pushState(null, "", href);
      dispatchEvent(new PopStateEvent("popstate"));
      const end = performance.now() + 60_000;
      while (document.querySelector("#stage-title") === before && performance.now() < end) {
        await new Promise(requestAnimationFrame);
      }
    }
"""
