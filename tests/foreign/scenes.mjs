// Plays every scene with one version of the convex client: `node scenes.mjs <server> <package>`.
import { playAll } from "./stage.mjs";
import "./http.mjs";
import "./socket.mjs";
import "./auth.mjs";
import "./react.mjs";

await playAll();
