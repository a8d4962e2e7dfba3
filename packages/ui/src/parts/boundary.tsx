// What a fault of the program itself comes to: one window that says so, and the way on. What was typed lies in its draft.

import { Component, type ReactNode } from "react";

interface BoundaryOptions {
  readonly children: ReactNode;
  /** In the place of what could not be drawn. */
  readonly otherwise: ReactNode;
}

export class Boundary extends Component<BoundaryOptions, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.otherwise : this.props.children;
  }
}
