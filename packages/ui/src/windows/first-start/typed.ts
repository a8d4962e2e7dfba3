// What a person has typed on the first screens. It outlives a change of the way; a failure clears nothing of it.

import { useState } from "react";
import { useReach } from "../../state/use-world.tsx";

export interface TypedValues {
  readonly server: string;
  readonly account: string;
  readonly password: string;
  readonly repeat: string;
  readonly secretKey: string;
  readonly code: string;
  readonly invitation: string;
}

export interface Typed extends TypedValues {
  /** Sets one of them. */
  readonly set: (name: keyof TypedValues) => (value: string) => void;
}

export function useTyped(): Typed {
  const { platform } = useReach();
  const [values, setValues] = useState<TypedValues>({
    server: platform.server,
    account: "",
    password: "",
    repeat: "",
    secretKey: "",
    code: "",
    invitation: "",
  });
  return { ...values, set: (name) => (value) => setValues((before) => ({ ...before, [name]: value })) };
}
