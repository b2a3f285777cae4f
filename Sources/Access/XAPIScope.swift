/// What an xAPI credential may do (xapi.md §14).
package enum XAPIScope: String, Sendable, CaseIterable {
  case writesStatements = "statements/write"
  case readsOwnStatements = "statements/read/mine"
  case readsStatements = "statements/read"
  case state
  case profile
  case all

  /// - Parameter text: names separated by blanks; unknown ones are skipped.
  static func set(_ text: String) -> Set<XAPIScope> {
    Set(text.split(separator: " ").compactMap { XAPIScope(rawValue: String($0)) })
  }

  static func text(_ scopes: Set<XAPIScope>) -> String {
    allCases.filter(scopes.contains).map(\.rawValue).joined(separator: " ")
  }
}
