import { quoted } from '../../contracts/text.ts'
import { invalid } from '../domain/refusals.ts'
import { MAX_REGEXES, type RouteTree } from '../domain/route-tree.ts'
import { regexesOf, regexFault } from './matchers.ts'
import { matchesOf } from './route.ts'

/** Throws `invalid` for what the schema of a tree cannot say; `at` is the JSON pointer of the tree. */
export function requireSoundTree(tree: RouteTree, at = ''): void {
  let regexes = 0
  for (const { match, pointer } of matchesOf(tree)) {
    for (const { regex, pointer: inMatch } of regexesOf(match)) {
      if (++regexes > MAX_REGEXES) {
        throw invalid(
          at + pointer,
          `A tree has at most ${MAX_REGEXES} regular expressions; use lists instead.`,
        )
      }
      const fault = regexFault(regex)
      if (!fault) continue
      const message = `The regular expression ${quoted(regex)} cannot be used: ${fault}. The syntax is RE2’s, without look-around and back-references, so that no expression can take long.`
      throw invalid(at + pointer + inMatch, message)
    }
  }
}
