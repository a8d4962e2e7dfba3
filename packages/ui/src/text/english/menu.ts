// The application menu.

export const menu = {
  title: "Application menu",
  lock: "Lock",
  generator: "Password generator",
  settings: "Settings",
  about: "About",
};
