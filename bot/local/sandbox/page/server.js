// The sandbox's server: plain requests, and the stream of what happens.

export async function read(path) {
  return answered(fetch(path, { cache: "no-store" }));
}

export async function post(path, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return answered(fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function answered(asked) {
  const response = await asked.catch(() => Promise.reject(new Error("The server can’t be reached.")));
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `the server answered ${response.status}`);
  return body;
}

const RETRY = 1500; // milliseconds

// Calls `hear` with everything that happened after `mark`, in order, whatever happens to the connection in between;
// `live` with whether there is one.
export function follow(mark, hear, live) {
  const source = new EventSource(`/sandbox/events?since=${encodeURIComponent(mark)}`);
  let latest = mark;
  source.onopen = () => live(true);
  source.onmessage = (event) => {
    latest = event.lastEventId;
    hear(JSON.parse(event.data));
  };
  source.onerror = () => {
    live(false);
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    setTimeout(() => follow(latest, hear, live), RETRY);
  };
}
