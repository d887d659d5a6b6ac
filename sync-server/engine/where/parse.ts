import { type Token, tokenize } from './tokens.ts';
import { arrayOf, elementOf, isComparable, isOrdered, isTextual, typeNamed } from './values.ts';
import { type Comparison, type Constant, type Expression, type FilterColumn, FilterError, type Operand, type Value, type ValueType } from './types.ts';

/** A parsed filter with its constants, which Postgres has yet to check and normalise. */
export interface ParsedFilter {
  readonly expression: Expression;
  readonly constants: readonly Constant[];
}

const comparisons: Readonly<Record<string, Comparison>> = { '=': '=', '<>': '<>', '!=': '<>', '<': '<', '>': '>', '<=': '<=', '>=': '>=' };
const flipped: Readonly<Record<Comparison, Comparison>> = { '=': '=', '<>': '<>', '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
const textType: ValueType = { name: 'text', isEnum: false, isArray: false };
const booleanType: ValueType = { name: 'bool', isEnum: false, isArray: false };
type Parsed = { readonly expression: Expression } | { readonly operand: Operand };

/** Parses a filter against a table's columns; anything outside the supported subset is a FilterError that names its position. */
export function parseFilter(text: string, columns: readonly FilterColumn[], params: ReadonlyMap<number, string>): ParsedFilter {
  const tokens = tokenize(text);
  const constants: Constant[] = [];
  let position = 0;

  const peek = (): Token => tokens[position] ?? { kind: 'end', text: 'end', at: text.length };
  const next = (): Token => {
    const token = peek();
    position += 1;
    return token;
  };
  const is = (word: string, kind: Token['kind'] = 'name') => peek().kind === kind && peek().text === word;
  const accept = (word: string, kind: Token['kind'] = 'name') => {
    if (!is(word, kind)) return false;
    position += 1;
    return true;
  };
  const expect = (word: string, kind: Token['kind'] = 'name') => {
    if (!accept(word, kind)) throw new FilterError(`expected ${word.toUpperCase()} instead of ${describe(peek())}`, peek().at);
  };

  const parseOr = (): Parsed => parseChain('or', parseAnd);
  const parseAnd = (): Parsed => parseChain('and', parseNot);
  const parseChain = (kind: 'and' | 'or', item: () => Parsed): Parsed => {
    const first = item();
    if (!is(kind)) return first;
    const items = [toExpression(first)];
    while (accept(kind)) items.push(toExpression(item()));
    return { expression: { kind, items } };
  };
  const parseNot = (): Parsed => (accept('not') ? { expression: { kind: 'not', item: toExpression(parseNot()) } } : parsePredicate());

  function parsePredicate(): Parsed {
    const left = parsePrimary();
    if ('expression' in left) return left;
    const token = peek();
    if (accept('is')) {
      const negated = accept('not');
      expect('null');
      return { expression: { kind: 'isNull', value: typed(left.operand, typeOf(left.operand) ?? textType), negated } };
    }
    const negated = accept('not');
    const predicate = parseNamedPredicate(left.operand);
    if (predicate !== null) return { expression: negated ? { kind: 'not', item: predicate } : predicate };
    if (negated) throw new FilterError(`expected IN, LIKE, ILIKE or BETWEEN instead of ${describe(peek())}`, peek().at);
    if (token.kind !== 'sign') return left;
    const op = comparisons[token.text];
    if (op !== undefined) {
      next();
      if (accept('any')) return { expression: parseAny(left.operand, op) };
      return { expression: compare(op, left.operand, parseOperand(), token.at) };
    }
    if (token.text === '@>' || token.text === '<@' || token.text === '&&') {
      next();
      return { expression: arrayOperation(token.text, left.operand, parseOperand(), token.at) };
    }
    return left;
  }

  function parseNamedPredicate(operand: Operand): Expression | null {
    const token = peek();
    if (accept('in')) {
      expect('(', 'sign');
      const items = [compare('=', operand, parseOperand(), token.at)];
      while (accept(',', 'sign')) items.push(compare('=', operand, parseOperand(), token.at));
      expect(')', 'sign');
      return items.length === 1 && items[0] !== undefined ? items[0] : { kind: 'or', items };
    }
    if (accept('between')) {
      const low = parseOperand();
      expect('and');
      return { kind: 'and', items: [compare('>=', operand, low, token.at), compare('<=', operand, parseOperand(), token.at)] };
    }
    const insensitive = is('ilike') || is('~~*', 'sign');
    if (!insensitive && !is('like') && !is('~~', 'sign')) return null;
    next();
    const pattern = parseOperand();
    if (pattern.kind !== 'constant' || pattern.text === null) throw new FilterError('the pattern of LIKE must be a text constant', pattern.at);
    if (/^(?:[^\\]|\\[^])*\\$/.test(pattern.text)) throw new FilterError('the pattern of LIKE must not end with an escape character', pattern.at);
    const type = typeOf(operand) ?? textType;
    if (!isTextual(type)) throw new FilterError(`LIKE needs text, not ${type.name}`, operand.at);
    return { kind: 'like', value: typed(operand, type), pattern: constant(pattern, textType), insensitive };
  }

  function parseAny(value: Operand, op: Comparison): Expression {
    expect('(', 'sign');
    const array = parseOperand();
    expect(')', 'sign');
    const arrayType = typeOf(array);
    const type = arrayType !== null && arrayType.isArray ? elementOf(arrayType) : typeOf(value);
    if (type === null || type.isArray) throw new FilterError('ANY needs a column on one side', array.at);
    if (arrayType !== null && !arrayType.isArray) throw new FilterError('ANY needs an array', array.at);
    demandComparable(type, op, value.at);
    return { kind: 'any', op, value: typed(value, type), array: typed(array, arrayOf(type)), type };
  }

  function compare(op: Comparison, left: Operand, right: Operand, at: number): Expression {
    if (left.kind === 'constant' && right.kind === 'column') return compare(flipped[op], right, left, at);
    const type = typeOf(left) ?? typeOf(right) ?? textType;
    if (type.isArray) throw new FilterError('arrays are compared with @>, <@, && or ANY only', at);
    demandComparable(type, op, at);
    return { kind: 'compare', op, left: typed(left, type), right: typed(right, type), type };
  }

  function arrayOperation(op: '@>' | '<@' | '&&', left: Operand, right: Operand, at: number): Expression {
    const type = typeOf(left) ?? typeOf(right);
    if (type === null || !type.isArray) throw new FilterError(`${op} needs an array column`, at);
    demandComparable(elementOf(type), '=', at);
    return { kind: 'array', op, left: typed(left, type), right: typed(right, type), type: elementOf(type) };
  }

  function parseOperand(): Operand {
    const parsed = parsePrimary();
    if ('operand' in parsed) return parsed.operand;
    throw new FilterError('expected a value instead of a condition', peek().at);
  }

  function parsePrimary(): Parsed {
    const token = next();
    if (token.kind === 'sign' && token.text === '(') {
      const inner = parseOr();
      expect(')', 'sign');
      return 'operand' in inner ? { operand: parseCasts(inner.operand) } : inner;
    }
    if (token.kind === 'sign' && (token.text === '-' || token.text === '+')) {
      const number = next();
      if (number.kind !== 'number') throw new FilterError(`unexpected ${describe(token)}`, token.at);
      return { operand: parseCasts({ kind: 'constant', text: (token.text === '-' ? '-' : '') + number.text, cast: null, at: token.at }) };
    }
    if (token.kind === 'string' || token.kind === 'number') return { operand: parseCasts({ kind: 'constant', text: token.text, cast: null, at: token.at }) };
    if (token.kind === 'param') {
      const value = params.get(Number(token.text));
      if (value === undefined) throw new FilterError(`parameter $${token.text} was not provided`, token.at);
      return { operand: parseCasts({ kind: 'constant', text: value, cast: null, at: token.at }) };
    }
    if (token.kind === 'name' && (token.text === 'true' || token.text === 'false')) {
      return { operand: parseCasts({ kind: 'constant', text: token.text, cast: 'bool', at: token.at }) };
    }
    if (token.kind === 'name' && token.text === 'null') return { operand: parseCasts({ kind: 'constant', text: null, cast: null, at: token.at }) };
    if (token.kind === 'name' || token.kind === 'quoted') {
      if (is('(', 'sign')) throw new FilterError(`function ${token.text}() is not supported`, token.at);
      const index = columns.findIndex((column) => column.name === token.text);
      if (index < 0) throw new FilterError(`unknown column ${JSON.stringify(token.text)}`, token.at);
      return { operand: parseCasts({ kind: 'column', index, asText: false, at: token.at }) };
    }
    throw new FilterError(`unexpected ${describe(token)}`, token.at);
  }

  function parseCasts(operand: Operand): Operand {
    let result = operand;
    while (accept('::', 'sign')) {
      const token = next();
      if (token.kind !== 'name') throw new FilterError(`expected a type instead of ${describe(token)}`, token.at);
      let name = token.text;
      while (peek().kind === 'name' && /^(precision|varying|with|without|time|zone)$/.test(peek().text)) name += ` ${next().text}`;
      const isArray = accept('[', 'sign');
      if (isArray) expect(']', 'sign');
      const type = typeNamed(name, isArray);
      if (type === null) throw new FilterError(`a cast to ${name} is not supported`, token.at);
      if (result.kind === 'constant') {
        result = { ...result, cast: name + (isArray ? '[]' : '') };
      } else {
        if (type.name !== 'text' || type.isArray) throw new FilterError('a column can be cast to text only', token.at);
        if (columns[result.index]?.isArray === true) throw new FilterError('an array cannot be cast to text', token.at);
        result = { ...result, asText: true };
      }
    }
    return result;
  }

  function typeOf(operand: Operand): ValueType | null {
    if (operand.kind === 'constant') return operand.cast === null ? null : typeNamed(operand.cast.replace('[]', ''), operand.cast.endsWith('[]'));
    const column = columns[operand.index];
    if (column === undefined || operand.asText) return textType;
    return { name: column.type, isEnum: column.isEnum, isArray: column.isArray };
  }

  function typed(operand: Operand, type: ValueType): Value {
    if (operand.kind === 'constant') return { constant: constant(operand, type) };
    const column = columns[operand.index];
    const own = typeOf(operand);
    if (column === undefined || own === null) throw new FilterError('unknown column', operand.at);
    if (own.isArray !== type.isArray || (own.name !== type.name && !(isTextual(own) && isTextual(type)))) {
      throw new FilterError(`${column.name} is ${own.name}${own.isArray ? '[]' : ''} and cannot be compared with ${type.name}${type.isArray ? '[]' : ''}`, operand.at);
    }
    const source = { name: column.type, isEnum: column.isEnum, isArray: column.isArray };
    return { column: { index: operand.index, name: column.name, type: own, source, asText: operand.asText } };
  }

  function constant(operand: Operand & { kind: 'constant' }, type: ValueType): Constant {
    const made: Constant = { type, text: operand.text, canonical: operand.text, elements: [], at: operand.at };
    constants.push(made);
    return made;
  }

  function demandComparable(type: ValueType, op: Comparison, at: number): void {
    if (!isComparable(type)) throw new FilterError(`values of type ${type.name} cannot be compared; cast to text`, at);
    if (op !== '=' && op !== '<>' && !isOrdered(type)) throw new FilterError(`values of type ${type.name} have no supported order`, at);
  }

  function toExpression(parsed: Parsed): Expression {
    if ('expression' in parsed) return parsed.expression;
    const { operand } = parsed;
    if (operand.kind === 'constant' && operand.text === null) return { kind: 'literal', value: null };
    if (operand.kind === 'constant' && operand.cast === 'bool') return { kind: 'literal', value: operand.text === 'true' };
    if (typeOf(operand)?.name === 'bool') return { kind: 'true', value: typed(operand, booleanType) };
    throw new FilterError('expected a condition instead of a value', operand.at);
  }

  const expression = toExpression(parseOr());
  if (peek().kind !== 'end') throw new FilterError(`unexpected ${describe(peek())}`, peek().at);
  return { expression, constants };
}

const describe = (token: Token) => (token.kind === 'end' ? 'the end' : JSON.stringify(token.kind === 'param' ? `$${token.text}` : token.text));
