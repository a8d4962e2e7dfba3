// Buttons. One primary for each surface; a busy one stays where it is, keeps its words and can't be pressed twice. (A form that is being
// submitted sees to that itself.)

import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";
import { Icon } from "./icon.tsx";

export interface ButtonOptions {
  readonly children?: ReactNode;
  /** A name where the words alone don't say it, or where there is only an icon. */
  readonly name?: string;
  /** The id of what tells it apart from others of its name. */
  readonly describedBy?: string;
  readonly icon?: string;
  readonly look?: "plain" | "primary" | "ghost" | "danger" | "link";
  readonly size?: "small" | "square" | "wide";
  readonly type?: "button" | "submit";
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly press?: () => void;
}

export function Button({
  children,
  name,
  describedBy,
  icon,
  look = "plain",
  size,
  type = "button",
  busy = false,
  disabled = false,
  autoFocus = false,
  press,
}: ButtonOptions) {
  const classes = ["btn", look === "plain" ? "" : look, size ?? ""].filter((one) => one !== "").join(" ");
  return (
    <AriaButton
      className={classes}
      type={type}
      isDisabled={disabled}
      autoFocus={autoFocus}
      {...(busy ? { "data-busy": true } : {})}
      {...(name === undefined ? {} : { "aria-label": name })}
      {...(describedBy === undefined ? {} : { "aria-describedby": describedBy })}
      {...(press === undefined || busy ? {} : { onPress: press })}
    >
      {icon === undefined ? null : size === "square" ? <Icon name={icon} /> : <Icon name={icon} size="s" />}
      {children}
    </AriaButton>
  );
}
