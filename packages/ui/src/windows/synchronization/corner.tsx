// The synchronization status in the lower left corner, and the menu button beside it.

export function Corner() {
  return <div className="corner" />;
}
