// A window over the others: a dialog, on a phone a sheet. The focus stays inside and returns to where it came from; Escape and the scrim close
// it where closing loses nothing.

import { type ReactNode, useEffect } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTexts } from "../text/texts.tsx";
import { Button } from "./button.tsx";
import { useToasts } from "./toasts.tsx";

export interface WindowOptions {
  readonly title: string;
  readonly close: () => void;
  readonly wide?: boolean;
  /** An answer is wanted: it can't be closed by a click beside it. */
  readonly alert?: boolean;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

export function Window({ title, close, wide = false, alert = false, foot, children }: WindowOptions) {
  const { common } = useTexts();
  const toasts = useToasts();
  useEffect(() => toasts.setAside(), [toasts]);
  return (
    <ModalOverlay className="scrim" isOpen isDismissable={!alert} onOpenChange={(open) => (open ? undefined : close())}>
      <Modal className={wide ? "dialog wide" : "dialog"}>
        <AriaDialog className="dialog-inside" role={alert ? "alertdialog" : "dialog"}>
          <div className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <span className="push" />
            <Button icon="close" name={common.close} look="ghost" size="square" press={close} />
          </div>
          {children}
          {foot === undefined ? null : <div className="dialog-foot">{foot}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
