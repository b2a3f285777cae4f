/// Something of which a user may only have so many, or only so many in a time.
package struct LimitReached: Error, CustomStringConvertible {
  package enum Kind: String, Sendable, CaseIterable {
    /// Files that are sent at the same time.
    case streams
    /// Files that were asked for within an hour.
    case files
    /// Tokens that are neither revoked nor expired.
    case tokens
    /// Users and groups that a report is shared with.
    case shares
    case fields
    /// Letters to one user, or caused by one user, within a time.
    case letters
    case sentLetters = "sent_letters"
  }

  package let kind: Kind
  package let limit: Int
  /// Seconds until another try may succeed; nil: once something is given up.
  package let retryAfter: Int?

  package init(_ kind: Kind, _ limit: Int, retryAfter: Int? = nil) {
    self.kind = kind
    self.limit = limit
    self.retryAfter = retryAfter
  }

  /// In words, for programs and commands.
  package var description: String {
    switch kind {
    case .streams: "\(limit) files are being sent to this user already."
    case .files: "\(limit) files were asked for within an hour; wait before asking for more."
    case .tokens: "The user has \(limit) tokens that work; revoke one first."
    case .shares: "A report can be shared with \(limit) users and groups."
    case .fields: "There are \(limit) custom fields; delete one first."
    case .letters: "The user was sent \(limit) emails of this kind in a short time; wait before sending another."
    case .sentLetters: "You have sent \(limit) emails within an hour; wait before sending another."
    }
  }
}
