package import Access
package import Calendar
package import DatabaseAccess

/// What concerns a user next: due steps, sessions and certificates that end, and their recent results.
package struct OwnHome: Sendable {
  /// Path steps that are not done, earliest due time first.
  package let due: Section
  /// Sessions below 100 % that end soon, earliest end first.
  package let ending: Section
  /// Certificates that expire soon, earliest first.
  package let expiring: Section
  /// The courses played last.
  package let results: Section

  private static let resultsShown = 5

  package init(of user: VisibleUser, at moment: Moment, _ session: any SQLSession) throws {
    due = try Table.dueSteps.section(of: user, at: moment, session)
    ending = try Table.endingSessions.section(of: user, at: moment, session)
    expiring = try Table.expiringCertificates.section(of: user, at: moment, session)
    let latest = SectionView(page: .init(number: 1, size: Self.resultsShown))
    results = try Table.courses.section(of: user, latest, at: moment, session)
  }
}
