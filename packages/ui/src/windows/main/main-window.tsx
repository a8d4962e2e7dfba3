// The main window: sidebar with the status corner, list, item; on a phone one of them at a time.

import { Windows } from "../over.tsx";
import { Corner } from "../synchronization/corner.tsx";

export function MainWindow() {
  return (
    <div className="app">
      <aside className="side">
        <Corner />
      </aside>
      <Windows />
    </div>
  );
}
