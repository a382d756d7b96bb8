// Asking the server below /inspector/: JSON both ways; what it refuses is an error with its own words.

import { post, read } from "../server.js";

export const ask = (path, query = {}) => read(`/inspector/${path}?${new URLSearchParams(query)}`);
export const tell = (path, body = {}) => post(`/inspector/${path}`, body);
