import { type CallExpression, type Expression, Visitor } from 'oxc-parser';
import type { SourceFile } from './source-file.ts';

const naming = new Set(['it', 'test', 'describe', 'suite']);

export interface TestName {
  readonly name: string;
  readonly line: number;
}

/** The names given to test(), it() and describe(), also through .each, .for, .skipIf and the like, as they stand in the file. */
export function testNamesIn(source: SourceFile): TestName[] {
  const names: TestName[] = [];
  new Visitor({
    CallExpression(call: CallExpression) {
      const [title] = call.arguments;
      const name = title && isNaming(call.callee) ? textOf(title) : undefined;
      if (name !== undefined) names.push({ name, line: source.lineOf(call.start) });
    },
  }).visit(source.program);
  return names;
}

/** `test`, `test.only`, `test.each(rows)`, test.each`table`: what is called at the root is what counts. */
function isNaming(callee: Expression | { type: string }): boolean {
  const node = callee as Expression;
  switch (node.type) {
    case 'Identifier':
      return naming.has(node.name);
    case 'MemberExpression':
      return isNaming(node.object);
    case 'CallExpression':
      return isNaming(node.callee);
    case 'TaggedTemplateExpression':
      return isNaming(node.tag);
    default:
      return false;
  }
}

function textOf(title: { type: string }): string | undefined {
  const node = title as Expression;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === 'TemplateLiteral') return node.quasis.map(({ value }) => value.cooked ?? value.raw).join('…');
  return undefined;
}
