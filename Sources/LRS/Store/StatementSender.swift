package import Support

/// The credential by which statements come, as far as they need it.
package struct StatementSender: Sendable {
  /// Nil for the server itself.
  let credential: Int?
  /// The `authority` of its statements.
  let authority: JSONValue
  /// Whether records are derived from its statements.
  let derives: Bool

  package init(credential: Int?, authority: JSONValue, derives: Bool) {
    (self.credential, self.authority, self.derives) = (credential, authority, derives)
  }
}
