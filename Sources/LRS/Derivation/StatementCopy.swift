package import Records
import Support

/// A statement as it was delivered. Equal copies of one statement are read as one (xapi.md §3.1).
package struct StatementCopy: Sendable {
  package let statement: Statement
  package let stored: ExactTime
  /// Whether records are derived from it: false for credentials with derive off (§14).
  package let isDerived: Bool

  package init(_ statement: Statement, stored: ExactTime, isDerived: Bool = true) {
    (self.statement, self.stored, self.isDerived) = (statement, stored, isDerived)
  }

  /// The ids that voiding statements void (§3.2). A voiding statement cannot be voided.
  package static func voided(in copies: some Sequence<StatementCopy>) -> Set<ID> {
    var (targets, voiding): (Set<ID>, Set<ID>) = ([], [])
    for copy in copies where copy.statement.verb.text == StatementVerb.voided {
      guard case .statement(let target) = copy.statement.object else { continue }
      targets.insert(target)
      voiding.insert(copy.statement.id)
    }
    return targets.subtracting(voiding)
  }

  /// The statements that are read (§3.3), in their order.
  package static func read(_ copies: [StatementCopy], voided: Set<ID>) -> [ReadStatement] {
    Dictionary(grouping: copies.filter(\.isDerived), by: \.statement.id).values
      .filter { !voided.contains($0[0].statement.id) }
      .compactMap(merged).sorted()
  }

  private static func merged(_ copies: [StatementCopy]) -> ReadStatement? {
    var statement = copies[0].statement
    for copy in copies.dropFirst() { statement.mergeDefinitions(of: copy.statement) }
    let stored = copies.map(\.stored).min() ?? copies[0].stored
    return ReadStatement(statement, time: copies.compactMap(\.statement.timestamp).first ?? stored)
  }
}

extension Statement {
  /// Takes the smallest value of each property, place by place.
  fileprivate mutating func mergeDefinitions(of copy: Statement) {
    if case .activity(var activity) = object, case .activity(let other) = copy.object {
      activity.mergeDefinition(of: other)
      object = .activity(activity)
    }
    for list in [\.parent, \.grouping, \.category, \.other] as [WritableKeyPath<StatementContext, [StatementActivity]>]
    {
      for (index, other) in zip(context[keyPath: list].indices, copy.context[keyPath: list]) {
        context[keyPath: list][index].mergeDefinition(of: other)
      }
    }
  }
}

extension StatementActivity {
  fileprivate mutating func mergeDefinition(of copy: StatementActivity) {
    definition.merge(copy.definition) { mine, other in
      other.sorted.text.utf8.lexicographicallyPrecedes(mine.sorted.text.utf8) ? other : mine
    }
  }
}
