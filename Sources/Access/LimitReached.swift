/// A quota or a rate limit of a user is reached.
package struct LimitReached: Error, CustomStringConvertible {
  package enum Kind: String, Sendable, CaseIterable {
    /// Concurrent downloads.
    case streams
    /// Files requested within an hour.
    case files
    /// Tokens that are neither revoked nor expired.
    case tokens
    /// Users and groups that a report is shared with.
    case shares
    case fields
    /// Emails to one user, or triggered by one user, within a period.
    case letters
    case sentLetters = "sent_letters"
    /// xAPI credentials that are not revoked.
    case credentials
  }

  package let kind: Kind
  package let limit: Int
  /// Seconds until a retry may succeed; nil if the user must first release something.
  package let retryAfter: Int?

  package init(_ kind: Kind, _ limit: Int, retryAfter: Int? = nil) {
    self.kind = kind
    self.limit = limit
    self.retryAfter = retryAfter
  }

  /// For the API and commands.
  package var description: String {
    switch kind {
    case .streams: "\(limit) downloads of this user are already running; wait until one has finished."
    case .files: "\(limit) files were requested within an hour; wait before requesting more."
    case .tokens: "The user has \(limit) active tokens; revoke one first."
    case .shares: "A report can be shared with at most \(limit) users and groups."
    case .fields: "There are \(limit) custom fields; delete one first."
    case .letters: "The user was sent \(limit) emails of this kind in a short time; wait before sending another."
    case .credentials: "There are \(limit) active xAPI credentials; revoke one first."
    case .sentLetters: "You have sent \(limit) emails within an hour; wait before sending another."
    }
  }
}
