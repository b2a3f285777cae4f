/// Why a statement is refused, and where.
package struct StatementFault: Error, Equatable, CustomStringConvertible {
  /// The place in the statement, such as `context.contextActivities.parent[0].id`; empty for the statement itself.
  package let path: String
  /// Completes "PATH …".
  package let reason: String

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  package var description: String { (path.isEmpty ? "The statement" : path) + " " + reason + "." }
}
