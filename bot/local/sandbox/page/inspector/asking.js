// Asking the server: JSON both ways; what it refuses is an error with its own words.

export async function ask(path, query = {}) {
  const search = new URLSearchParams(query);
  return answer(await fetch(`/inspector/${path}?${search}`, { headers: { Accept: "application/json" } }));
}

export async function tell(path, body = {}) {
  return answer(await fetch(`/inspector/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  }));
}

async function answer(response) {
  let body;
  try {
    body = await response.json();
  } catch {
    throw new Error(`the server answered ${response.status} without JSON; is the sandbox still running?`);
  }
  if (!response.ok) throw new Error(body.error ?? `the server answered ${response.status}`);
  return body;
}
