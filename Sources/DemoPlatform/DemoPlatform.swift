/// A fictional company on Tallybook: people, groups, courses and three years of learning, as a records folder.
///
/// The same users, seed and now give the same folder, byte for byte. Nothing is dated after `now` except plans: future
/// sessions and classroom slots, expiry and deletion dates. Memory does not grow with the number of users.
package struct DemoPlatform: Sendable {
  private let company: Company
  private let attemptsPerUser: Double

  /// - Parameters:
  ///   - users: the number of people, including deleted ones; at least 20. From 500 on, every kind of record and every
  ///     enumerated value occurs.
  ///   - seed: each seed gives a different company.
  ///   - now: seconds UTC; the platform's history ends here.
  ///   - attemptsPerUser: the approximate mean number of attempts per user.
  package init(users: Int = 500, seed: UInt64 = 1, now: Int, attemptsPerUser: Double = 50) {
    company = Company(Shape(users: users, seed: seed, now: now))
    self.attemptsPerUser = attemptsPerUser
  }

  /// Four users worth signing in as: owner, coach, manager, learner.
  package var accounts: [DemoAccount] { company.accounts }

  /// Writes the folder, which must be new or empty.
  ///
  /// - Parameter progress: called now and then, and at the end, with the number of rows written so far.
  /// - Throws: `DemoError`. The folder is then incomplete; files already written remain.
  package func write(to folder: String, progress: (_ rows: Int) -> Void = { _ in }) throws {
    let records = try RecordFolder(folder)
    company.writeCatalogue(to: records)
    company.writeGroups(to: records)
    try writeUsers(to: records, progress)
    try records.close()
    progress(records.rows)
  }

  private func writeUsers(to records: RecordFolder, _ progress: (_ rows: Int) -> Void) throws {
    let talk = Talk()
    for index in 0..<company.shape.users {
      company.writeUser(index, to: records)
      var story = LearnerStory(index, company, records, talk, attemptsPerUser: attemptsPerUser)
      story.tell()
      guard index % 512 == 511 else { continue }
      try records.check()
      progress(records.rows)
    }
  }
}
