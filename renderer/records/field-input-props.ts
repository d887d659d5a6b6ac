import type { Field } from '#domain/kernel/field.ts';
import type { KeyboardEvent } from 'react';

/** What the input of a field is told. */
export interface FieldInputProps {
  readonly field: Field;
  readonly label?: string;
  readonly ariaLabel?: string;
  readonly description?: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error?: string | null;
  readonly isRequired?: boolean;
  readonly hasFocus?: boolean;
  /** Shows the choices at once: the person has already said that they want to choose. */
  readonly isOpen?: boolean;
  readonly placeholder?: string;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** What stands in the fields beside it: the currency of an amount, the kind of a record of any kind. */
  readonly beside?: Readonly<Record<string, unknown>>;
}
