import Intake

/// Why a site cannot be read or mapped, for people: the table, the row, the column and what to do.
package struct MoodleError: Error, Sendable, CustomStringConvertible {
  /// Without control characters, which a site's values can have.
  package let description: String

  package init(_ description: String) { self.description = Rejection.singleLine(description) }

  /// Why a value is not valid; completes the sentence "the value …".
  struct Reason: Error { let words: String }
}

/// The site's database asks for a password, and none was given.
package struct PasswordNeeded: Error {}
