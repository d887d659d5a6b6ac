import { NumberInput, type NumberInputProps } from '@mantine/core';
import { decimalsOf } from '../ui/format.ts';

interface Props extends Omit<NumberInputProps, 'onChange' | 'value'> {
  /** The amount in minor units. */
  readonly value: unknown;
  readonly currency: unknown;
  readonly onChange: (minor: number | string | null) => void;
}

/** An amount of money, typed as people write it and kept in minor units. */
export function AmountInput({ value, currency, onChange, ...rest }: Props) {
  const code = typeof currency === 'string' ? currency : '';
  const decimals = decimalsOf(code);
  const factor = 10 ** decimals;
  return (
    <NumberInput
      {...rest}
      decimalScale={decimals}
      fixedDecimalScale
      thousandSeparator=","
      {...(code ? { prefix: `${code} ` } : {})}
      value={typeof value === 'number' ? value / factor : typeof value === 'string' ? value : ''}
      // What is too large to be an amount is kept as it was typed; the command refuses it by name.
      onChange={(next) => onChange(next === '' ? null : typeof next === 'number' ? Math.round(next * factor) : next)}
    />
  );
}
