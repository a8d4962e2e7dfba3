import { expect, it } from "vitest";
import { addressToOpen } from "./address-to-open.ts";

it.each([
  ["https://github.com/login", "https://github.com/login"],
  ["http://router", "http://router/"],
  [" github.com ", "https://github.com/"],
  ["github.com/login?a=b#c", "https://github.com/login?a=b#c"],
  ["localhost:8080", "https://localhost:8080/"],
  ["192.168.0.1:81/x", "https://192.168.0.1:81/x"],
  ["[::1]:8080/x", "https://[::1]:8080/x"],
  ["router/status", "https://router/status"],
  ["localhost", "https://localhost/"],
  ["हिन्दी.example", "https://xn--j2bd4cyah0f.example/"],
  ["bücher.example", "https://xn--bcher-kva.example/"],
])("opens %s", (typed, address) => expect(addressToOpen(typed)).toBe(address));

it.each([
  "",
  "a password",
  "hunter2",
  "tel:12345",
  "https://github.com@evil.example/",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "data:text/html,x",
  "androidapp://com.example",
  "mailto:kim@example.org",
  "//x",
  "https://",
])("leaves %j alone", (typed) => expect(addressToOpen(typed)).toBeNull());
