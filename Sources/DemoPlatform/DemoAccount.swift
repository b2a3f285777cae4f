/// A demo user worth signing in as.
package struct DemoAccount: Sendable, Equatable {
  package let role: Role
  package let email: String
  /// First and last name, as shown on pages.
  package let name: String
  /// The `id` in `users.csv`.
  package let userID: String

  /// What the account demonstrates.
  package enum Role: String, Sendable, CaseIterable {
    /// Sees everybody.
    case owner
    /// Coaches one small group of learners.
    case coach
    /// Has nine direct reports, one of them the learner.
    case manager
    /// Has a rich history, with every path status and every certificate status.
    case learner
  }
}
